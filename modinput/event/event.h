// An Event: a pointer to its Shape, the system values that everyone needs, and
// a flat array of Values. What leaves a reader.
#pragma once

#include <cstdint>
#include <span>

#include "event/bookmark.h"
#include "event/shape.h"
#include "event/value.h"
#include "log/issues.h"

namespace eventlens {

/// Valid only during the call that hands it on: values view the bytes of the
/// unit being decoded.
struct Event {
  const Shape* shape = nullptr;
  std::span<const Value> values;

  /// From <System>, or 0 where the event does not say.
  uint32_t event_id = 0;
  Filetime time = 0;
  /// The id under which the log keeps the record (in EVTX the record header's,
  /// which may differ from EventRecordID in exported and forwarded logs), and
  /// the time it was written; 0 where the log does not say when. In files that
  /// are text the id is the place where the record ends, and the stamp stands
  /// for the time in the bookmark (event/text_source.h).
  uint64_t record_id = 0;
  Filetime written_time = 0;
  uint64_t stamp = 0;
  /// Where the record begins in its file, in bytes.
  uint64_t file_offset = 0;
  /// What is not as it was written, of kEventIssues.
  IssueSet issues = 0;

  /// Whether the log itself counts the record among its own. What was found in
  /// its slack says nothing about how far the log was read.
  [[nodiscard]] bool is_live() const {
    return (issues & set_of(Issue::RecoveredFromSlack)) == 0;
  }

  [[nodiscard]] Bookmark bookmark() const {
    return {record_id, stamp != 0 ? stamp : written_time};
  }

  /// A system value: Null where the event has none.
  [[nodiscard]] Value system(SystemField field) const {
    const FieldRef& ref = shape->system(field);
    switch (ref.kind) {
      case FieldRef::Kind::Slot:
        return values[ref.slot];
      case FieldRef::Kind::Literal:
        return Value::of_utf8(ref.literal);
      case FieldRef::Kind::None:
        break;
    }
    return {};
  }
};

/// An event of this shape, with event_id and time from its system fields;
/// record id, written time, offset and issues are the caller's to fill in.
[[nodiscard]] Event event_of(const Shape& shape, std::span<const Value> values);

/// Who takes events.
class EventSink {
 public:
  virtual ~EventSink() = default;
  /// Returns false to end the reading of this unit.
  virtual bool on_event(const Event& event) = 0;
};

}  // namespace eventlens
