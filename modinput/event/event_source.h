// How a log is read, whatever its format: a source cuts a file into units, in
// the order in which events shall come out; a decoder turns a unit into
// events.
//
// Units are the grain of parallel work: a source is read by one thread, and
// each worker has a decoder of its own that it keeps across units and files,
// because that is where shapes are learned.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/expected.h"
#include "base/limits.h"
#include "base/page_bytes.h"
#include "event/bookmark.h"
#include "event/event.h"
#include "event/selection.h"
#include "log/issues.h"

namespace eventlens {

/// One piece of a file that can be decoded alone.
struct Unit {
  /// The bytes, with kReadSlack readable zero bytes behind `size`; reused from
  /// unit to unit.
  PageBytes bytes;
  size_t capacity = 0;
  size_t size = 0;
  uint64_t file_offset = 0;
  /// Records up to this id were delivered before and are not given again.
  uint64_t skip_through = 0;
  /// Formats' own hints from source to decoder.
  uint32_t hints = 0;
  /// Of the events, where the log does not say it in them; UTF-8.
  std::string channel;

  /// Makes room for `wanted` bytes and the slack.
  void reserve(size_t wanted) {
    if (capacity < wanted + kReadSlack) {
      capacity = wanted + kReadSlack;
      bytes = make_page_bytes(capacity);
    }
  }
  [[nodiscard]] ByteView view() const { return {bytes.get(), size}; }
};

/// Whether the file is still being written to.
enum class Liveness : uint8_t { Closed, Live };

/// How a bookmark relates to what the file holds now.
enum class Continuity : uint8_t {
  New,          // there is no bookmark
  Continues,    // the bookmarked record is there, or all that follow it are
  Overwritten,  // the log went on, but records after it were overwritten
  Restarted,    // another generation of the log: read from its beginning
};

/// What it means that a log's records begin with the id `oldest` (0: it has
/// none) and the bookmarked one is not among them.
struct Gone {
  Continuity continuity;
  uint64_t overwritten;  // records between the two
};
[[nodiscard]] inline Gone without_bookmarked(const Bookmark& bookmark,
                                             uint64_t oldest) {
  if (oldest == 0) {
    return {Continuity::Continues, 0};  // nothing there, nothing to decide
  }
  if (oldest <= bookmark.record_id) {
    return {Continuity::Restarted, 0};
  }
  // All records are newer ones. Whether the same log went on or another took
  // its place, reading all of them loses none and repeats none.
  const uint64_t missing = oldest - bookmark.record_id - 1;
  return {missing == 0 ? Continuity::Continues : Continuity::Overwritten,
          missing};
}

/// What is done with records that are not the log's own any more: remains of a
/// chunk's former use or of a cleared log.
enum class Remains : uint8_t {
  LeaveAlone,   // they are counted
  GiveWithNew,  // given out with the first record of their chunk: in a log that
                // is read on, they were given before
  GiveAll,      // given out wherever they are
};

class EventSource {
 public:
  virtual ~EventSource() = default;
  /// Fills `unit` with the next piece; false behind the last.
  /// Error: Io where the file cannot be read any more.
  virtual Expected<bool> next(Unit& unit) = 0;

  /// Reading begins behind `bookmark`; says what became of it. Error: Io.
  virtual Expected<Continuity> start_after(const Bookmark& bookmark) = 0;

  /// The newest record that is there now (for start_from = newest). Error: Io.
  virtual Expected<Bookmark> newest() = 0;

  /// Records that were overwritten before they could be read.
  [[nodiscard]] virtual uint64_t overwritten() const = 0;

  /// At the start: LeaveAlone.
  virtual void set_remains(Remains remains) = 0;
};

/// What a decoder did with units, in numbers.
struct DecodeCounts {
  uint64_t records = 0;      // given to the sink
  uint64_t failed = 0;       // found, but could not be decoded
  uint64_t skipped = 0;      // delivered before
  uint64_t filtered = 0;     // not selected
  uint64_t recoverable = 0;  // left alone: remains of a cleared log

  DecodeCounts& operator+=(const DecodeCounts& other) {
    records += other.records;
    failed += other.failed;
    skipped += other.skipped;
    filtered += other.filtered;
    recoverable += other.recoverable;
    return *this;
  }
};

class EventDecoder {
 public:
  virtual ~EventDecoder() = default;
  /// Gives every event of `unit` to `sink`, in order. Damage is counted in
  /// `issues` and in the result and never ends the unit early.
  virtual DecodeCounts decode(const Unit& unit, EventSink& sink,
                              Issues& issues) = 0;
  /// From here on only selected events are given; null selects all. `selector`
  /// must outlive the decoder.
  virtual void select(Selector* selector) = 0;
  /// Changes whenever the Shapes given so far cease to exist; what is keyed by
  /// them must then be forgotten.
  [[nodiscard]] virtual uint64_t generation() const = 0;
};

}  // namespace eventlens
