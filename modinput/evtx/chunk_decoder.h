// One chunk of an EVTX file -> its events, in record order. Knows how to go on
// after damage: a bad record is looked past, a chunk without its header is
// searched for whole records. What else lies in the chunk (remains of its
// former use, records that others were enlarged over) is counted, and given out
// where that is wanted.
#pragma once

#include <optional>
#include <span>

#include "event/event_source.h"
#include "evtx/fragment.h"
#include "evtx/record_chain.h"
#include "evtx/record_decoder.h"

namespace eventlens::evtx {

/// Unit::hints from EvtxSource.
enum UnitHint : uint32_t {
  kNoHint = 0,
  /// The newest chunk: records behind its free offset are taken while their
  /// ids go on without a gap (the writer had not yet updated the header).
  kNewestChunk = 1,
  /// Ids are missing between this chunk and the next: records behind its free
  /// offset are taken like the newest chunk's.
  kGapFollows = 8,
  /// The file is being written to: what looks like a record cut off at the
  /// end is one being written, to be read at the next turn.
  kLive = 2,
  /// The header says that the chunk is empty, but it holds the records that
  /// are due next in a dirty file: not flushed yet.
  kUnflushed = 4,
  /// Remains are given out, marked as recovered_from_slack: where the chunk's
  /// first record is given out too (kRemainsOfNew), or always (kRemains).
  kRemainsOfNew = 16,
  kRemains = 32,

  /// Records may lie behind what the header vouches for.
  kOpenEnd = kNewestChunk | kUnflushed | kGapFollows,
};

class ChunkDecoder final : public EventDecoder {
 public:
  ChunkDecoder() : records_(fragments_) {}

  /// `unit` is one chunk, as far as it is there.
  DecodeCounts decode(const Unit& unit, EventSink& sink,
                      Issues& issues) override;
  void select(Selector* selector) override { selector_ = selector; }
  [[nodiscard]] uint64_t generation() const override { return generation_; }

 private:
  /// Where a chunk's header says that records are.
  struct Extent {
    size_t begin;
    size_t end;
    bool vouched;      // a header says that there are records
    uint64_t last_id;  // of the last one; 0: it does not say
  };

  /// The state of decode().
  struct Walk {
    const Unit& unit;
    EventSink& sink;
    Issues& issues;
    DecodeCounts counts;
    size_t at;             // offset in the chunk
    uint64_t last_id;      // of the last whole record; 0: none yet
    bool stopped = false;  // the sink wants no more
  };

  Extent examine_header(const Unit& unit, Issues& issues) const;
  // The walks return false where the sink wants no more.
  bool walk_vouched(Walk& walk, const Extent& extent);
  bool walk_behind(Walk& walk, const Extent& extent);
  void walk_remains(Walk& walk);
  bool decode_broken(Walk& walk, const Extent& extent, size_t gap_end,
                     bool record_follows);
  bool decode_record(Walk& walk, const RecordExtent& record, IssueSet marks);
  bool deliver(Walk& walk, const RecordExtent& record, IssueSet marks);
  std::optional<RecordExtent> look_inside(Walk& walk,
                                          const RecordExtent& record,
                                          size_t begin, size_t end) const;
  bool is_unwanted(Walk& walk, const RecordExtent& record);
  bool is_ruled_out(Walk& walk, const RecordExtent& record,
                    std::span<const SystemField> asked);
  void hand_on(Walk& walk, const RecordExtent& record, const Shape* shape);
  void give_hidden(Walk& walk, const RecordExtent& record, RecordExtent hidden);
  static void note_in_record(Walk& walk, const RecordExtent& record,
                             IssueSet found);

  FragmentCache fragments_;
  RecordDecoder records_;
  uint64_t generation_ = 0;
  Selector* selector_ = nullptr;
};

}  // namespace eventlens::evtx
