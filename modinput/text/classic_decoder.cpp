#include "text/classic_decoder.h"

#include <algorithm>
#include <optional>

#include "base/number_text.h"
#include "text/words.h"

namespace eventlens::text {
namespace {

/// Keys that are not Splunk's; more of them than anybody adds are left alone.
constexpr size_t kMaxOtherKeys = 64;

struct Rank {
  uint8_t level;
  uint64_t keywords;
};

/// The types of a legacy log, as Windows makes them levels and keywords
/// (winnt.h, winmeta.h).
Rank rank_of_legacy_type(std::string_view type) {
  switch (parse_integer(type).value_or(0)) {
    case 1:
      return {2, kClassic};
    case 2:
      return {3, kClassic};
    case 4:
      return {4, kClassic};
    case 8:
      return {0, kLegacyAuditSuccess};
    case 16:
      return {0, kLegacyAuditFailure};
    default:
      return {0, kClassic};
  }
}

/// The number of keywords that are all known by name; nothing where one is not.
std::optional<uint64_t> number_of_keywords(std::string_view text) {
  uint64_t number = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find(','), text.size());
    const std::string_view word = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word == "Audit Success") {
      number |= kAuditSuccess;
    } else if (word == "Audit Failure") {
      number |= kAuditFailure;
    } else if (word == "Classic") {
      number |= kClassic;
    } else {
      return std::nullopt;
    }
  }
  return number == 0 ? std::nullopt : std::optional(number);
}

}  // namespace

const std::array<std::string_view, ClassicDecoder::kKeyCount>
    ClassicDecoder::kKeyNames = {
        "LogName",        "SourceName",   "EventCode", "EventType",
        "Type",           "ComputerName", "User",      "Sid",
        "SidType",        "TaskCategory", "OpCode",    "Category",
        "CategoryString", "RecordNumber", "Keywords",  "Message"};

DecodeCounts ClassicDecoder::decode(const Unit& unit, EventSink& sink,
                                    Issues& issues) {
  Walk walk{sink, issues, TextPositions(unit), {}};
  const std::string_view text = text_of(unit);
  auto begin = find_classic(text, 0);
  RecordMaker::pass_over(walk,
                         text.substr(0, begin ? begin->record : text.size()));
  while (begin && !walk.stopped) {
    const auto next = find_classic(text, begin->keys + 1);
    const size_t end = next ? next->record : text.size();
    const bool is_cut = !next && (unit.hints & kRecordCut) != 0;
    deliver(walk, text.substr(begin->record, end - begin->record), *begin,
            is_cut);
    begin = next;
  }
  // Not before the last event of this unit is done with its shape.
  if (maker_.tidy_up()) {
    ++generation_;
  }
  return walk.counts;
}

void ClassicDecoder::deliver(Walk& walk, std::string_view record,
                             const ClassicBegin& begin, bool is_cut) {
  walk.issues.begin_event();
  texts_.fill({});
  others_.clear();
  expected_ = 0;
  const std::string_view keys = record.substr(begin.keys - begin.record);
  const std::string_view date = record.substr(0, begin.keys - begin.record);
  if (date.find('\n') == std::string_view::npos) {
    read_flat(keys);
  } else {
    read_lines(keys);
  }
  // No other key must be there in every event.
  if (is_cut || texts_[kEventCode].empty()) {
    walk.issues.count(Issue::RecordCutOff);
  }
  fill_record(begin.wall_clock);
  maker_.deliver(walk, record, selector_);
}

void ClassicDecoder::read_lines(std::string_view keys) {
  while (!keys.empty()) {
    const size_t end = std::min(keys.find('\n'), keys.size());
    const std::string_view line = keys.substr(0, end);
    const size_t equals = line.find('=');
    if (equals != std::string_view::npos) {
      const std::string_view name = line.substr(0, equals);
      if (name == kKeyNames[kMessage]) {
        texts_[kMessage] = keys.substr(equals + 1);
        return;
      }
      store(name, trimmed(line.substr(equals + 1)));
    }
    keys.remove_prefix(std::min(end + 1, keys.size()));
  }
}

/// All on one line: a value ends where the next known key begins.
void ClassicDecoder::read_flat(std::string_view keys) {
  size_t key = kLogName;
  size_t value = kKeyNames[kLogName].size() + 1;
  for (size_t at = value; at < keys.size() && key != kMessage; ++at) {
    if (!is_white(keys[at - 1])) {
      continue;
    }
    const std::string_view rest = keys.substr(at);
    for (size_t next = key + 1; next < kKeyCount; ++next) {
      const std::string_view name = kKeyNames[next];
      if (rest.size() > name.size() && rest[name.size()] == '=' &&
          rest.starts_with(name)) {
        texts_[key] = trimmed(keys.substr(value, at - value));
        key = next;
        value = at + name.size() + 1;
        break;
      }
    }
  }
  texts_[key] = trimmed(keys.substr(std::min(value, keys.size())));
}

void ClassicDecoder::store(std::string_view name, std::string_view value) {
  const size_t key = key_of(name, expected_);
  if (key < kKeyCount) {
    texts_[key] = value;
    expected_ = key + 1;
  } else if (others_.size() < kMaxOtherKeys && !name.empty()) {
    others_.push_back({name, value});
  }
}

/// kKeyCount where it is none of them. `expected` is tried first.
size_t ClassicDecoder::key_of(std::string_view name, size_t expected) {
  for (size_t i = 0; i < kKeyCount; ++i) {
    const size_t key = (expected + i) % kKeyCount;
    if (kKeyNames[key] == name) {
      return key;
    }
  }
  return kKeyCount;
}

/// Where all keys that tell are suppressed, only the numbers that one side has
/// to itself do.
bool ClassicDecoder::is_legacy() const {
  const auto has = [this](Key key) { return !texts_[key].empty(); };
  if (has(kTaskCategory) || has(kOpCode) || has(kKeywords)) {
    return false;
  }
  const std::string_view type = texts_[kEventType];
  return has(kCategory) || has(kCategoryString) || type == "8" ||
         type == "16" || (type == "1" && texts_[kType] == "Error");
}

void ClassicDecoder::fill_record(Filetime wall_clock) {
  maker_.begin();
  maker_.set_time(wall_clock);
  maker_.set_provider(texts_[kSourceName]);
  maker_.set(SystemField::EventId, texts_[kEventCode]);
  maker_.set(SystemField::Channel, texts_[kLogName]);
  maker_.set(SystemField::Computer, texts_[kComputerName]);
  maker_.set(SystemField::EventRecordId, texts_[kRecordNumber]);
  maker_.set(RenderedText::Level, texts_[kType]);
  fill_rank();
  fill_task();
  const std::string_view sid = texts_[kSid];
  maker_.set_user(sid.starts_with("S-1-") ? sid : texts_[kUser]);
  for (const auto& [name, value] : others_) {
    maker_.add_data(name, value);
  }
  maker_.set_message(texts_[kMessage]);
}

void ClassicDecoder::fill_rank() {
  const std::string_view type = texts_[kEventType];
  if (is_legacy()) {
    const Rank rank = rank_of_legacy_type(type);
    maker_.set_level(rank.level);
    maker_.set_keywords(rank.keywords);
    return;
  }
  if (is_number(type, 3)) {
    maker_.set(SystemField::Level, type);
  }
  if (const auto keywords = number_of_keywords(texts_[kKeywords])) {
    maker_.set_keywords(*keywords);
  } else {
    maker_.set(RenderedText::Keywords, texts_[kKeywords]);
  }
}

/// Numbers are the event's, words those that Windows has for them.
void ClassicDecoder::fill_task() {
  constexpr size_t kDigits = 5;
  const std::string_view number =
      texts_[kCategory].empty() ? texts_[kTaskCategory] : texts_[kCategory];
  const std::string_view text = texts_[kCategoryString].empty()
                                    ? texts_[kTaskCategory]
                                    : texts_[kCategoryString];
  if (is_number(number, kDigits)) {
    maker_.set(SystemField::Task, number);
  }
  if (!is_number(text, kDigits)) {
    maker_.set(RenderedText::Task, text);
  }
  if (is_number(texts_[kOpCode], kDigits)) {
    maker_.set(SystemField::Opcode, texts_[kOpCode]);
  } else {
    maker_.set(RenderedText::Opcode, texts_[kOpCode]);
  }
}

}  // namespace eventlens::text
