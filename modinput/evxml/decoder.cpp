#include "evxml/decoder.h"

#include <algorithm>
#include <string>

#include "event/text_source.h"
#include "evxml/filler.h"
#include "evxml/record_finder.h"

namespace eventlens::evxml {

/// The state of decode().
struct EventXmlDecoder::Walk {
  std::string_view text;
  TextPositions positions;
  EventSink& sink;
  Issues& issues;
  DecodeCounts counts;
  bool stopped = false;

  void note(Issue issue, uint64_t file_offset, std::string detail) {
    issues.count(issue);
    issues.note({issue, file_offset, 0, std::move(detail)});
  }
};

DecodeCounts EventXmlDecoder::decode(const Unit& unit, EventSink& sink,
                                     Issues& issues) {
  Walk walk{text_of(unit), TextPositions(unit), sink, issues, {}};
  RecordFinder finder(walk.text, true);
  for (size_t at = 0; at < walk.text.size() && !walk.stopped;) {
    if (const size_t end = deliver_known(walk, at); end > at) {
      finder.pass_over(end);
      at = end;
      continue;
    }
    const auto record = finder.next();
    const size_t begin = record ? record->begin : walk.text.size();
    pass_over(walk, walk.text.substr(at, begin - at));
    if (!record) {
      break;
    }
    deliver(walk, *record);
    at = record->end;
  }
  // Not before the last event of this unit is done with its shape.
  if (builder_.is_full()) {
    builder_.clear();
    layouts_.forget();
    ++generation_;
  }
  return walk.counts;
}

/// What lies between events.
void EventXmlDecoder::pass_over(Walk& walk, std::string_view gap) {
  if (is_filler(gap)) {
    return;
  }
  Event place;
  walk.positions.place(gap, place);
  walk.note(Issue::RecordDamaged, place.file_offset,
            std::to_string(gap.size()) +
                " bytes are no whole event and were passed over");
  ++walk.counts.failed;
}

/// The event at `at`, behind blanks, if its layout is known. Returns its end;
/// `at` where it is not known.
size_t EventXmlDecoder::deliver_known(Walk& walk, size_t at) {
  const size_t begin =
      std::min(walk.text.find_first_not_of(kBlanks, at), walk.text.size());
  Event event;
  const size_t size = layouts_.match(walk.text.substr(begin), event);
  if (size == 0) {
    return at;
  }
  walk.issues.begin_event();
  walk.positions.place(walk.text.substr(begin, size), event);
  if (selector_ != nullptr && !selector_->wants(event)) {
    ++walk.counts.filtered;
  } else {
    give_out(walk, event);
  }
  return begin + size;
}

void EventXmlDecoder::deliver(Walk& walk, const RecordExtent& extent) {
  std::string_view record =
      walk.text.substr(extent.begin, extent.end - extent.begin);
  if (!extent.whole) {
    // What follows a cut event may begin with a declaration.
    record = record.substr(0, record.find("<?xml"));
  }
  Event place;
  walk.positions.place(record, place);
  walk.issues.begin_event();
  auto event = read(record);
  if (!event.ok()) {
    const bool too_large = event.error().code == ErrorCode::LimitExceeded;
    walk.note(too_large ? Issue::NestingTooDeep : Issue::RecordUndecodable,
              place.file_offset, event.error().message);
    ++walk.counts.failed;
    return;
  }
  event->record_id = place.record_id;
  event->stamp = place.stamp;
  event->file_offset = place.file_offset;
  if (selector_ != nullptr && !selector_->wants(*event)) {
    ++walk.counts.filtered;
    return;
  }
  tell_damage(walk, extent, record, place.file_offset);
  give_out(walk, *event);
}

void EventXmlDecoder::give_out(Walk& walk, Event& event) {
  event.issues = walk.issues.of_event();
  ++walk.counts.records;
  walk.stopped = !walk.sink.on_event(event);
}

Expected<Event> EventXmlDecoder::read(std::string_view record) {
  RETURN_IF_ERROR(reader_.read(record, builder_));
  ASSIGN_OR_RETURN(const Event event, builder_.finish());
  if (reader_.is_whole() && !reader_.beyond_limits()) {
    layouts_.learn(record, event);
  }
  return event;
}

/// Of an event that is given out, but not whole.
void EventXmlDecoder::tell_damage(Walk& walk, const RecordExtent& extent,
                                  std::string_view record,
                                  uint64_t file_offset) const {
  if (reader_.beyond_limits()) {
    walk.issues.count(Issue::NestingTooDeep);
  }
  if (reader_.is_whole()) {
    return;
  }
  const size_t parsed = reader_.parsed();
  // Some close an event that came to them cut off.
  const bool cut = !extent.whole || parsed >= record.rfind("</");
  walk.note(cut ? Issue::RecordCutOff : Issue::RecordDamaged, file_offset,
            "of " + std::to_string(record.size()) + " bytes only the first " +
                std::to_string(parsed) + " could be read");
}

}  // namespace eventlens::evxml
