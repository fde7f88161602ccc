#include "json/decoder.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "json/splitter.h"
#include "json/surrogates.h"

namespace eventlens::json {
namespace {

/// The keys of the object's own level, as many as show what it is.
std::string keys_of(const Members& members) {
  constexpr size_t kMost = 8;
  constexpr size_t kLongest = 40;
  std::string keys;
  std::string_view last;
  size_t count = 0;
  for (const Member& member : members.list()) {
    const std::string_view key = member.path.substr(0, member.path.find('.'));
    if (key == last) {
      continue;
    }
    last = key;
    if (++count > kMost) {
      return keys + " ...";
    }
    keys += (keys.empty() ? "" : " ") + std::string(key.substr(0, kLongest));
  }
  return keys;
}

}  // namespace

bool recognises(std::string_view head) {
  // Of other objects there may be some: what a producer says of itself.
  constexpr size_t kMostObjects = 16;
  size_t at = skip_separators(head, 0);
  if (head.substr(0, at).find_first_of(",]") != std::string_view::npos) {
    return false;
  }
  std::vector<char> scratch(head.begin(), head.end());
  scratch.insert(scratch.end(), kReadSlack, '\0');
  const std::vector<char> original = scratch;
  ObjectReader reader;
  Members members;
  for (size_t i = 0; i < kMostObjects && at < head.size(); ++i) {
    if (head[at] != '{') {
      return false;
    }
    const ReadResult read = reader.read(
        scratch.data() + at, {original.data() + at, head.size() - at}, members);
    if (form_of(members) != nullptr) {
      return true;
    }
    if (read.state != ReadState::Whole) {
      return false;
    }
    at = skip_separators(head, at + read.size);
  }
  return false;
}

DecodeCounts JsonDecoder::decode(const Unit& unit, EventSink& sink,
                                 Issues& issues) {
  Walk walk{unit, sink, issues, TextPositions(unit), {}};
  const std::string_view text = text_of(unit);
  scratch_.resize(std::max(scratch_.size(), unit.size + kReadSlack));
  std::memcpy(scratch_.data(), unit.bytes.get(), unit.size + kReadSlack);
  replace_lone_surrogates({scratch_.data(), unit.size});
  for (size_t at = 0; !walk.stopped;) {
    at = skip_separators(text, at);
    if (at == text.size()) {
      break;
    }
    if (text[at] == '{') {
      at = read_object(walk, at);
      continue;
    }
    const size_t end = std::min(text.find('{', at), text.size());
    fail(walk, placed(walk, text.substr(at, end - at)), Issue::RecordDamaged,
         std::to_string(end - at) + " bytes are no JSON and were passed over");
    at = end;
  }
  // Not before the last event of this unit is done with its shape.
  if (builder_.is_full()) {
    builder_.clear();
    ++generation_;
  }
  return walk.counts;
}

/// The object at `begin`; returns where it ends.
size_t JsonDecoder::read_object(Walk& walk, size_t begin) {
  const std::string_view text = text_of(walk.unit);
  walk.issues.begin_event();
  const ReadResult read =
      reader_.read(scratch_.data() + begin, text.substr(begin), members_);
  if (read.state == ReadState::Whole) {
    const Event place = placed(walk, text.substr(begin, read.size));
    const std::string wrong = deliver(walk, place);
    if (!wrong.empty()) {
      fail(walk, place, Issue::RecordUndecodable, wrong);
    }
    return begin + read.size;
  }
  const ObjectExtent extent = object_extent(text, begin);
  const size_t size = extent.end - begin;
  const Event place = placed(walk, text.substr(begin, size));
  const bool cut = !extent.closed && extent.end == text.size() &&
                   (walk.unit.hints & kRecordCut) != 0;
  fail(walk, place, cut ? Issue::RecordCutOff : Issue::RecordDamaged,
       "the object at byte " + std::to_string(read.size) + " of " +
           std::to_string(size) + ": " + read.wrong);
  // What came before the break is given out.
  if (deliver(walk, place).empty()) {
    --walk.counts.failed;
  }
  // The next object must be as it was.
  const size_t touched = std::min(begin + read.size, text.size());
  if (touched > extent.end) {
    const std::string_view rest = text.substr(extent.end, touched - extent.end);
    std::memcpy(scratch_.data() + extent.end, rest.data(), rest.size());
    replace_lone_surrogates({scratch_.data() + extent.end, rest.size()});
  }
  return extent.end;
}

/// An event that has only its place, that of `record`.
Event JsonDecoder::placed(Walk& walk, std::string_view record) {
  Event place;
  walk.positions.place(record, place);
  return place;
}

/// Gives out what `members_` hold, as the record at `place`; says what is wrong
/// where that is no event.
std::string JsonDecoder::deliver(Walk& walk, const Event& place) {
  if (!mapper_.map(members_, record_)) {
    return "no Windows event of a known form; its keys: " + keys_of(members_);
  }
  Expected<Event> event = builder_.build(record_);
  if (!event.ok()) {
    return event.error().message;
  }
  event->record_id = place.record_id;
  event->stamp = place.stamp;
  event->file_offset = place.file_offset;
  event->issues = walk.issues.of_event();
  if (selector_ != nullptr && !selector_->wants(*event)) {
    ++walk.counts.filtered;
    return {};
  }
  ++walk.counts.records;
  walk.stopped = !walk.sink.on_event(*event);
  return {};
}

void JsonDecoder::fail(Walk& walk, const Event& place, Issue issue,
                       const std::string& detail) {
  walk.issues.count(issue);
  walk.issues.note({issue, place.file_offset, 0, detail});
  ++walk.counts.failed;
}

}  // namespace eventlens::json
