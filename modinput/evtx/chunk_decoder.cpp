#include "evtx/chunk_decoder.h"

#include <cstring>

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

}  // namespace

/// Where the records are. Never fails: a header that makes no sense only means
/// that the whole chunk is searched.
ChunkDecoder::Extent ChunkDecoder::examine_header(const Unit& unit,
                                                  Issues& issues) const {
  const ByteView chunk = unit.view();
  if (chunk.size() < kChunkHeaderSize) {
    return {chunk.size(), chunk.size(), false};
  }
  RawChunkHeader header;
  std::memcpy(&header, chunk.data(), sizeof(header));
  const bool magic =
      std::memcmp(header.magic.data(), kChunkMagic.data(), 8) == 0;
  if (!magic) {
    if (!is_zero(chunk.subspan(kChunkHeaderSize))) {
      issues.count(Issue::ChunkWithoutMagic);
    }
    return {kChunkHeaderSize, chunk.size(), false};
  }
  if ((header.flags & kChunkNoCrc) == 0 &&
      header_crc(chunk) != header.header_crc) {
    issues.count(Issue::ChunkHeaderDamaged);
  }
  size_t end = header.free_offset;
  if (end < kChunkHeaderSize || end > kChunkSize) {
    issues.count(Issue::ChunkHeaderDamaged);
    end = chunk.size();
  }
  if (end > chunk.size()) {
    issues.count(Issue::ChunkCutOff);
    end = chunk.size();
  }
  return {kChunkHeaderSize, end, true};
}

DecodeCounts ChunkDecoder::decode(const Unit& unit, EventSink& sink,
                                  Issues& issues) {
  records_.begin_chunk(unit.view());
  const Extent extent = examine_header(unit, issues);
  Walk walk{unit, sink, issues, {}, extent.begin, 0};
  if (walk_vouched(walk, extent)) {
    walk_behind(walk);
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
        count_gap(walk, extent, gap_end, record.has_value());
      }
      if (walk.stopped) {
        return false;
      }
      if (!record) {
        walk.at = extent.end;
        return true;
      }
    }
    if (!decode_record(walk, *record)) {
      return false;
    }
  }
  return true;
}

/// A record whose end was never written, in the place where the chain of
/// records leads: what there is of it is given out. Not while the log is live:
/// then the rest is still to come.
bool ChunkDecoder::decode_broken(Walk& walk, const Extent& extent,
                                 size_t gap_end, bool record_follows) {
  const auto broken = broken_record_at(walk.unit.view(), walk.at);
  const bool being_written = !record_follows && (walk.unit.hints & kLive) != 0;
  if (!broken || !extent.vouched || being_written ||
      broken->offset + broken->size > gap_end) {
    return false;
  }
  walk.issues.count(record_follows ? Issue::RecordDamaged
                                   : Issue::RecordCutOff);
  decode_record(walk, *broken);
  return true;
}

/// Bytes that are no record: nothing where they are all zero, where a record is
/// just being written, or where no header says that there are records and
/// nothing looks like one; else at least one record is lost.
void ChunkDecoder::count_gap(Walk& walk, const Extent& extent, size_t end,
                             bool record_follows) {
  const ByteView gap = walk.unit.view().subspan(walk.at, end - walk.at);
  const bool being_written = !record_follows && (walk.unit.hints & kLive) != 0;
  const bool looks_like_record = load_le<uint32_t>(gap.data()) == kRecordMagic;
  if (being_written || (!extent.vouched && !looks_like_record) ||
      is_zero(gap)) {
    return;
  }
  walk.issues.count(record_follows ? Issue::RecordDamaged
                                   : Issue::RecordCutOff);
  ++walk.counts.failed;
}

/// Behind the free offset lies what the buffer held before, except where the
/// header lags behind: then ids go on without a gap.
void ChunkDecoder::walk_behind(Walk& walk) {
  const bool unflushed = (walk.unit.hints & kUnflushed) != 0;
  while (const auto record = record_at(walk.unit.view(), walk.at)) {
    const bool first = walk.last_id == 0;
    const bool goes_on = !first && record->record_id == walk.last_id + 1;
    if ((first && unflushed) ||
        (goes_on && (walk.unit.hints & kOpenEnd) != 0)) {
      if (!decode_record(walk, *record)) {
        return;
      }
      continue;
    }
    if (!first) {
      return;
    }
    // An empty chunk with records: what is left of a cleared log.
    ++walk.counts.recoverable;
    walk.at += record->size;
  }
}

/// Returns false where the sink wants no more.
bool ChunkDecoder::decode_record(Walk& walk, const RecordExtent& record) {
  walk.at = record.offset + record.size;
  walk.last_id = record.record_id;
  if (record.record_id <= walk.unit.skip_through) {
    ++walk.counts.skipped;
    return true;
  }
  const auto shape = records_.decode(record.offset + kRecordHeaderSize,
                                     walk.at - kRecordTrailerSize, walk.issues);
  if (!shape.ok()) {
    walk.issues.count(Issue::RecordUndecodable);
    ++walk.counts.failed;
    return true;
  }
  Event event;
  event.shape = *shape;
  event.values = records_.values();
  event.record_id = record.record_id;
  event.written_time = record.written_time;
  event.file_offset = walk.unit.file_offset + record.offset;
  event.event_id = static_cast<uint32_t>(
      integer_of(event.system(SystemField::EventId)).value_or(0));
  event.time = time_of(event.system(SystemField::TimeCreated)).value_or(0);
  if (event.time == 0) {
    event.time = event.written_time;  // obs: Kernel-Power 107 and others
  }
  ++walk.counts.records;
  walk.stopped = !walk.sink.on_event(event);
  return !walk.stopped;
}

}  // namespace eventlens::evtx
