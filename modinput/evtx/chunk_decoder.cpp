#include "evtx/chunk_decoder.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>

#include "base/crc32.h"

namespace eventlens::evtx {
namespace {

bool is_zero(ByteView bytes) {
  // Equal to itself moved by one byte, and zero in front: memcmp is fast.
  return bytes.empty() ||
         (bytes[0] == 0 &&
          std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

uint32_t header_crc(ByteView chunk) {
  return crc32_of(chunk.subspan(128, 384), crc32_of(chunk.first(120)));
}

/// What is told with its place. A value that is missing or of another size than
/// its type's is nothing that was lost here: exported logs are full of them.
constexpr IssueSet kTold =
    kEventIssues &
    ~(set_of(Issue::ValueMissing) | set_of(Issue::ValueSizeMismatch) |
      set_of(Issue::RecoveredFromSlack) | set_of(Issue::RecordHidden));

/// Of the chunk as a whole.
void count_in_header(Issue issue, const Unit& unit, const char* detail,
                     Issues& issues) {
  issues.count(issue);
  issues.note({issue, unit.file_offset, 0, detail});
}

/// Bytes that are no record: nothing where they are all zero, where a record is
/// just being written, or where no header says that there are records and
/// nothing looks like one; else at least one record is lost. `gap` has at least
/// the size of a record's header.
bool is_lost_record(ByteView gap, bool vouched, bool being_written) {
  const bool looks_like_record = load_le<uint32_t>(gap.data()) == kRecordMagic;
  return !being_written && (vouched || looks_like_record) && !is_zero(gap);
}

bool wants_remains(const Unit& unit) {
  return (unit.hints & (kRemains | kRemainsOfNew)) != 0;
}

/// The id that a record's header at the beginning of `gap` names, or 0.
uint64_t id_in(ByteView gap) {
  RawRecordHeader header;
  std::memcpy(&header, gap.data(), sizeof(header));
  return header.magic == kRecordMagic ? uint64_t{header.record_id} : 0;
}

uint32_t event_id_of(const Event& event) {
  return static_cast<uint32_t>(
      integer_of(event.system(SystemField::EventId)).value_or(0));
}

/// Where the event says no time, it is the record's (obs: Kernel-Power 107 and
/// others).
Filetime event_time_of(const Event& event) {
  const Filetime time =
      time_of(event.system(SystemField::TimeCreated)).value_or(0);
  return time == 0 ? event.written_time : time;
}

}  // namespace

/// Where the records are. Never fails: a header that makes no sense only means
/// that the whole chunk is searched.
ChunkDecoder::Extent ChunkDecoder::examine_header(const Unit& unit,
                                                  Issues& issues) const {
  const ByteView chunk = unit.view();
  if (chunk.size() < kChunkHeaderSize) {
    return {chunk.size(), chunk.size(), false, 0};
  }
  RawChunkHeader header;
  std::memcpy(&header, chunk.data(), sizeof(header));
  const bool magic =
      std::memcmp(header.magic.data(), kChunkMagic.data(), 8) == 0;
  if (!magic) {
    if (!is_zero(chunk.subspan(kChunkHeaderSize))) {
      count_in_header(Issue::ChunkWithoutMagic, unit,
                      "it was searched for whole records", issues);
    }
    return {kChunkHeaderSize, chunk.size(), false, 0};
  }
  if ((header.flags & kChunkNoCrc) == 0 &&
      header_crc(chunk) != header.header_crc) {
    count_in_header(Issue::ChunkHeaderDamaged, unit,
                    "its checksum is wrong; the records were read", issues);
  }
  size_t end = header.free_offset;
  if (end < kChunkHeaderSize || end > kChunkSize) {
    count_in_header(
        Issue::ChunkHeaderDamaged, unit,
        "it does not say where records end; all of the chunk was read", issues);
    end = chunk.size();
  }
  if (end > chunk.size()) {
    count_in_header(Issue::ChunkCutOff, unit,
                    "the file ends in it; what is there was read", issues);
    end = chunk.size();
  }
  const bool empty = header.first_record_id == kNoRecord;
  return {kChunkHeaderSize, end, true,
          empty ? 0 : uint64_t{header.last_record_id}};
}

DecodeCounts ChunkDecoder::decode(const Unit& unit, EventSink& sink,
                                  Issues& issues) {
  records_.begin_chunk(unit.view());
  const Extent extent = examine_header(unit, issues);
  Walk walk{unit, sink, issues, {}, extent.begin, 0};
  if (walk_vouched(walk, extent) && walk_behind(walk, extent)) {
    walk_remains(walk);
  }
  // Not before the last event of this unit is done with its shape.
  if (fragments_.is_full()) {
    fragments_.clear();
    ++generation_;
  }
  return walk.counts;
}

/// The records that begin where the header vouches for records; damage among
/// them is looked past. The last one may end behind the free offset (obs): its
/// own size says where.
bool ChunkDecoder::walk_vouched(Walk& walk, const Extent& extent) {
  const ByteView whole = walk.unit.view();
  while (walk.at + kMinRecordSize <= extent.end) {
    auto record = record_at(whole, walk.at);
    if (!record) {
      record = find_record(whole, walk.at);
      if (record && record->offset >= extent.end) {
        record.reset();
      }
      const size_t gap_end = record ? record->offset : extent.end;
      if (!decode_broken(walk, extent, gap_end, record.has_value())) {
        return false;
      }
      if (!record) {
        walk.at = extent.end;
        return true;
      }
    }
    if (!decode_record(walk, *record, 0)) {
      return false;
    }
  }
  return true;
}

/// What lies between walk.at and `gap_end`, where the chain of records breaks.
/// A record whose end was never written is given out as far as it is there, but
/// not while the log is live: then the rest is still to come.
bool ChunkDecoder::decode_broken(Walk& walk, const Extent& extent,
                                 size_t gap_end, bool record_follows) {
  const auto broken = broken_record_at(walk.unit.view(), walk.at);
  const bool being_written = !record_follows && (walk.unit.hints & kLive) != 0;
  const Issue issue =
      record_follows ? Issue::RecordDamaged : Issue::RecordCutOff;
  if (broken && extent.vouched && !being_written &&
      broken->offset + broken->size <= gap_end) {
    walk.issues.count(issue);
    return decode_record(walk, *broken, set_of(issue));
  }
  const ByteView gap = walk.unit.view().subspan(walk.at, gap_end - walk.at);
  if (is_lost_record(gap, extent.vouched, being_written)) {
    walk.issues.count(issue);
    walk.issues.note({issue, walk.unit.file_offset + walk.at, id_in(gap),
                      std::to_string(gap.size()) +
                          " bytes are no whole record and were passed over"});
    ++walk.counts.failed;
  }
  return true;
}

/// Behind the free offset lies what the buffer held before, except where the
/// header lags behind or is wrong: then ids go on without a gap, in a chunk to
/// which records were still added or up to the last id that the header names.
bool ChunkDecoder::walk_behind(Walk& walk, const Extent& extent) {
  const bool unflushed = (walk.unit.hints & kUnflushed) != 0;
  const bool open_end = (walk.unit.hints & kOpenEnd) != 0;
  while (const auto record = record_at(walk.unit.view(), walk.at)) {
    const bool goes_on = record->record_id == walk.last_id + 1 &&
                         (open_end || record->record_id <= extent.last_id);
    if (walk.last_id == 0 ? !unflushed : !goes_on) {
      return true;
    }
    if (!decode_record(walk, *record, 0)) {
      return false;
    }
  }
  return true;
}

/// What is left behind the live records: of the former use of the chunk or of a
/// cleared log. Where it was delivered before is known for live records only,
/// so remains are given out together with the first live record of their chunk.
void ChunkDecoder::walk_remains(Walk& walk) {
  if (is_zero(walk.unit.view().subspan(walk.at))) {
    return;  // usual, and quicker to see than that there is no record
  }
  const bool begun = walk.counts.records + walk.counts.filtered > 0 &&
                     walk.counts.skipped == 0;
  const bool wanted = (walk.unit.hints & kRemains) != 0 ||
                      ((walk.unit.hints & kRemainsOfNew) != 0 && begun);
  while (const auto record = find_record(walk.unit.view(), walk.at)) {
    walk.at = record->offset + record->size;
    if (!wanted || record->record_id <= walk.unit.skip_through) {
      ++walk.counts.recoverable;
    } else if (!deliver(walk, *record, set_of(Issue::RecoveredFromSlack))) {
      return;
    }
  }
}

/// A record of the log's own.
bool ChunkDecoder::decode_record(Walk& walk, const RecordExtent& record,
                                 IssueSet marks) {
  walk.at = record.offset + record.size;
  walk.last_id = record.record_id;
  if (record.record_id <= walk.unit.skip_through) {
    ++walk.counts.skipped;
    return true;
  }
  return deliver(walk, record, marks);
}

/// The first record that `record`, decoded just now, was enlarged over. Behind
/// the values come the end of the stream and at most 7 bytes (obs), so only a
/// tampered record has room for another one. An event without a template does
/// not say where it ends: it is searched only where remains are wanted, because
/// each of its bytes would have to be looked at once more.
std::optional<RecordExtent> ChunkDecoder::look_inside(
    Walk& walk, const RecordExtent& record, size_t begin, size_t end) const {
  size_t from = records_.content_end();
  if (from == end && wants_remains(walk.unit)) {
    from = begin;
  }
  if (end - from < kMinRecordSize) [[likely]] {
    return std::nullopt;
  }
  const auto hidden = hidden_record(walk.unit.view(), record, from);
  walk.issues.mark_event(hidden ? set_of(Issue::RecordHidden) : 0);
  return hidden;
}

bool ChunkDecoder::deliver(Walk& walk, const RecordExtent& record,
                           IssueSet marks) {
  const size_t begin = record.offset + kRecordHeaderSize;
  const size_t end = record.offset + record.size - kRecordTrailerSize;
  const bool recovered = (marks & set_of(Issue::RecoveredFromSlack)) != 0;
  Issues& issues = walk.issues;
  issues.begin_event();
  if (selector_ != nullptr && !recovered && is_unwanted(walk, record)) {
    ++walk.counts.filtered;
    return true;
  }
  const auto shape = recovered ? records_.decode_remains(begin, end, issues)
                               : records_.decode(begin, end, issues);
  issues.mark_event(marks);
  const auto hidden =
      recovered ? std::nullopt : look_inside(walk, record, begin, end);
  const IssueSet told = (issues.counted() | marks) & kTold;
  if (told != 0 && !recovered) [[unlikely]] {
    note_in_record(walk, record, told);
  }
  if (shape.ok()) {
    if (recovered) {
      issues.count(Issue::RecoveredFromSlack);
    }
    hand_on(walk, record, *shape);
  } else if (recovered) {
    ++walk.counts.recoverable;  // it only looked like a record, or was one
  } else {
    issues.count(Issue::RecordUndecodable);
    issues.note({Issue::RecordUndecodable,
                 walk.unit.file_offset + record.offset, record.record_id,
                 shape.error().message});
    ++walk.counts.failed;
  }
  if (hidden && !walk.stopped) {
    give_hidden(walk, record, *hidden);
  }
  return !walk.stopped;
}

/// Whether the few values that a selection asks for rule the record out. They
/// are read without the others, which takes a tenth of a conversion's time; and
/// the first one alone rules most records out.
bool ChunkDecoder::is_unwanted(Walk& walk, const RecordExtent& record) {
  const std::span<const SystemField> asked(selector_->asked());
  return is_ruled_out(walk, record,
                      asked.first(std::min<size_t>(asked.size(), 1))) ||
         (asked.size() > 1 && is_ruled_out(walk, record, asked));
}

bool ChunkDecoder::is_ruled_out(Walk& walk, const RecordExtent& record,
                                std::span<const SystemField> asked) {
  Event event;
  event.shape = records_.peek(record.offset + kRecordHeaderSize,
                              record.offset + record.size - kRecordTrailerSize,
                              asked, walk.issues);
  if (event.shape == nullptr) {
    return false;
  }
  event.values = records_.values();
  event.record_id = record.record_id;
  event.written_time = record.written_time;
  for (const SystemField field : asked) {
    if (field == SystemField::EventId) {
      event.event_id = event_id_of(event);
    } else if (field == SystemField::TimeCreated) {
      event.time = event_time_of(event);
    }
  }
  return !selector_->wants(event, asked);
}

void ChunkDecoder::hand_on(Walk& walk, const RecordExtent& record,
                           const Shape* shape) {
  Event event;
  event.shape = shape;
  event.values = records_.values();
  event.record_id = record.record_id;
  event.written_time = record.written_time;
  event.file_offset = walk.unit.file_offset + record.offset;
  event.issues = walk.issues.of_event();
  event.event_id = event_id_of(event);
  event.time = event_time_of(event);
  if (selector_ != nullptr && !selector_->wants(event)) {
    ++walk.counts.filtered;
    return;
  }
  ++walk.counts.records;
  walk.stopped = !walk.sink.on_event(event);
}

void ChunkDecoder::note_in_record(Walk& walk, const RecordExtent& record,
                                  IssueSet found) {
  constexpr IssueSet kEndMissing =
      set_of(Issue::RecordDamaged) | set_of(Issue::RecordCutOff);
  for (size_t i = 0; i < kIssueCount; ++i) {
    const auto issue = static_cast<Issue>(i);
    if ((found & set_of(issue)) != 0) {
      const bool end_missing = (kEndMissing & set_of(issue)) != 0;
      walk.issues.note({issue, walk.unit.file_offset + record.offset,
                        record.record_id,
                        end_missing ? "its end is missing; what is there was "
                                      "given out"
                                    : ""});
    }
  }
}

/// A record of which only its own id is left in the chain: another one was
/// enlarged over it, so that whoever follows the sizes passes it. `hidden` is
/// the first one in `record`.
void ChunkDecoder::give_hidden(Walk& walk, const RecordExtent& record,
                               RecordExtent hidden) {
  for (std::optional<RecordExtent> next = hidden; next && !walk.stopped;
       next =
           hidden_record(walk.unit.view(), record, next->offset + next->size)) {
    walk.issues.count(Issue::RecordHidden);
    walk.issues.note({Issue::RecordHidden, walk.unit.file_offset + next->offset,
                      next->record_id,
                      "record " + std::to_string(record.record_id) +
                          " was enlarged over it"});
    if (wants_remains(walk.unit)) {
      deliver(walk, *next,
              set_of(Issue::RecordHidden) | set_of(Issue::RecoveredFromSlack));
    } else {
      ++walk.counts.recoverable;
    }
  }
}

}  // namespace eventlens::evtx
