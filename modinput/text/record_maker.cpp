#include "text/record_maker.h"

#include <algorithm>
#include <string>

#include "base/number_text.h"
#include "text/words.h"

namespace eventlens::text {
namespace {

void store(std::array<uint8_t, 8>& to, uint64_t value) {
  for (size_t i = 0; i < to.size(); ++i) {
    to[i] = static_cast<uint8_t>(value >> (8 * i));
  }
}

Value value_of(const std::array<uint8_t, 8>& bytes, ValueType type,
               uint32_t size) {
  return {bytes.data(), size, static_cast<uint8_t>(type)};
}

/// What the event log of Windows calls providers that have another name for
/// people.
std::string_view provider_name(std::string_view name) {
  return name == "Microsoft Windows security auditing."
             ? "Microsoft-Windows-Security-Auditing"
             : name;
}

bool is_sid(std::string_view text) {
  return text.starts_with("S-1-") &&
         text.find_first_not_of("0123456789-", 2) == std::string_view::npos;
}

}  // namespace

FlatRecord& RecordMaker::begin() {
  record_.clear();
  provider_ = {};
  return record_;
}

void RecordMaker::set(SystemField field, std::string_view text) {
  record_[field] = Value::of_utf8(text);
}

void RecordMaker::set(RenderedText field, std::string_view text) {
  record_[field] = Value::of_utf8(text);
}

void RecordMaker::set_provider(std::string_view name) {
  provider_ = provider_name(name);
  set(SystemField::Provider, provider_);
}

void RecordMaker::set_time(Filetime wall_clock) {
  constexpr uint64_t kQuarter = 900 * kTicksPerSecond;
  const Filetime quarter = wall_clock - wall_clock % kQuarter;
  if (quarter != quarter_) {
    quarter_ = quarter;
    quarter_utc_ = zone_.to_utc(quarter);
  }
  store(derived_.time, quarter_utc_ + (wall_clock - quarter));
  record_[SystemField::TimeCreated] =
      value_of(derived_.time, ValueType::FileTime, 8);
}

void RecordMaker::set_level(uint8_t level) {
  store(derived_.level, level);
  record_[SystemField::Level] = value_of(derived_.level, ValueType::UInt8, 1);
}

void RecordMaker::set_keywords(uint64_t keywords) {
  store(derived_.keywords, keywords);
  record_[SystemField::Keywords] =
      value_of(derived_.keywords, ValueType::HexInt64, 8);
}

void RecordMaker::set_user(std::string_view user) {
  if (is_sid(user)) {
    set(SystemField::UserId, user);
  } else if (!user.empty() && user != "N/A" && user != "NOT_TRANSLATED") {
    add_data("User", user);
  }
}

void RecordMaker::add_data(std::string_view name, std::string_view value) {
  record_.data.push_back({name, Value::of_utf8(value)});
}

void RecordMaker::set_message(std::string_view message) {
  message = trimmed(message);
  set(RenderedText::Message, message);
  split_message(message, labelled_);
  const auto event_id = static_cast<uint32_t>(
      integer_of(record_[SystemField::EventId]).value_or(0));
  for (const LabelledValue& value : labelled_) {
    const LabelNames::Name name = names_.name_of(provider_, event_id, value);
    add_data(unused_name(name), value.value);
  }
}

bool RecordMaker::is_used(std::string_view name) const {
  return std::any_of(record_.data.begin(), record_.data.end(),
                     [name](const auto& datum) { return datum.name == name; });
}

/// A message can have a label twice, or two labels that come to one name.
std::string_view RecordMaker::unused_name(const LabelNames::Name& name) {
  if (!is_used(name.known)) {
    return name.known;
  }
  std::string_view other = name.made;
  for (size_t number = 2; is_used(other); ++number) {
    other = names_.numbered(name.made, number);
  }
  return other;
}

void RecordMaker::deliver(Walk& walk, std::string_view text,
                          Selector* selector) {
  auto event = builder_.build(record_);
  if (!event.ok()) {
    Event place;
    walk.positions.place(text, place);
    walk.issues.count(Issue::RecordUndecodable);
    walk.issues.note({Issue::RecordUndecodable, place.file_offset, 0,
                      event.error().message});
    ++walk.counts.failed;
    return;
  }
  walk.positions.place(text, *event);
  if (selector != nullptr && !selector->wants(*event)) {
    ++walk.counts.filtered;
    return;
  }
  event->issues = walk.issues.of_event();
  ++walk.counts.records;
  walk.stopped = !walk.sink.on_event(*event);
}

void RecordMaker::pass_over(Walk& walk, std::string_view gap) {
  const std::string_view text = trimmed(gap);
  if (text.empty()) {
    return;
  }
  Event place;
  walk.positions.place(text, place);
  walk.issues.count(Issue::RecordDamaged);
  walk.issues.note({Issue::RecordDamaged, place.file_offset, 0,
                    std::to_string(text.size()) +
                        " characters are no record and were passed over"});
  ++walk.counts.failed;
}

bool RecordMaker::tidy_up() {
  const bool shapes_full = builder_.is_full();
  if (shapes_full) {
    builder_.clear();
  }
  if (names_.is_full()) {
    names_.clear();
  }
  return shapes_full;
}

}  // namespace eventlens::text
