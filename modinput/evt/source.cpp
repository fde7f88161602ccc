#include "evt/source.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/ascii.h"
#include "os/path_names.h"

namespace eventlens::evt {
namespace {

constexpr size_t kPieceSize = size_t{64} << 10;

/// Of a piece that was cut out of the log, how much ends with a whole record,
/// so that the next piece begins with one. `more` bytes follow in the log, of
/// which `contiguous` says whether they lie right behind.
size_t whole_records(ByteView bytes, uint64_t more, bool contiguous) {
  size_t at = 0;
  while (bytes.size() - at >= kRecordFixedSize) {
    const uint32_t size = announced_size(bytes, at);
    if (size > bytes.size() - at && size - (bytes.size() - at) <= more) {
      return at;  // it goes on behind the piece
    }
    const auto record = record_at(bytes, at);
    at += record ? record->size : 4;
  }
  // What is too short for a record's fixed part fills the end of the file.
  return more > 0 && contiguous ? at : bytes.size();
}

Bookmark bookmark_of(const RecordExtent& record) {
  return {record.record_number, record.written_time};
}

bool is_cursor(ByteView bytes) {
  RawCursor raw;
  std::memcpy(&raw, bytes.data(), sizeof(raw));
  return raw.size == kCursorSize && raw.size_copy == kCursorSize &&
         std::equal(kCursorSignature.begin(), kCursorSignature.end(),
                    raw.signature.begin(),
                    [](uint32_t wanted, const le32& word) {
                      return wanted == uint32_t{word};
                    });
}

}  // namespace

bool EvtSource::recognises(ByteView head) {
  return head.size() >= 8 && load_le<uint32_t>(head.data()) == kHeaderSize &&
         load_le<uint32_t>(head.data() + 4) == kSignature;
}

Expected<std::unique_ptr<EvtSource>> EvtSource::open(const File& file,
                                                     Issues& issues) {
  std::unique_ptr<EvtSource> source(
      new EvtSource(file, channel_of(file.path())));
  RETURN_IF_ERROR(source->locate(issues));
  return source;
}

/// Finds where the log begins and ends.
Status EvtSource::locate(Issues& issues) {
  ASSIGN_OR_RETURN(const FileStatus status, file_.status());
  std::array<uint8_t, kHeaderSize> bytes{};
  ASSIGN_OR_RETURN(const size_t got, file_.read_at(0, bytes));
  if (got < kHeaderSize || !recognises(bytes)) {
    return Error{ErrorCode::Malformed,
                 "is no legacy event log: its header is missing"};
  }
  RawHeader header;
  std::memcpy(&header, bytes.data(), sizeof(header));
  const uint64_t end = status.size & ~uint64_t{3};
  ring_size_ = end - kHeaderSize;
  const uint64_t hinted = header.cursor_offset;
  const bool possible =
      hinted >= kHeaderSize && hinted < end && hinted % 4 == 0;
  ASSIGN_OR_RETURN(const auto cursor,
                   find_cursor(possible ? hinted : kHeaderSize));
  if (cursor) {
    begin_ = cursor->begin;
    live_end_ = (cursor->offset + ring_size_ - begin_) % ring_size_;
    remains_begin_ = live_end_ + kCursorSize;
    return success();
  }
  issues.count(Issue::FileHeaderDamaged);
  issues.note({Issue::FileHeaderDamaged, 0, 0,
               "the log has no end-of-file record; its records were put in "
               "the order of their numbers"});
  ASSIGN_OR_RETURN(begin_, smallest_record());
  live_end_ = remains_begin_ = ring_size_;
  return success();
}

/// The cursor at `offset` in the file, where there is one that makes sense.
Expected<std::optional<EvtSource::Cursor>> EvtSource::cursor_at(
    uint64_t offset) {
  std::array<uint8_t, kCursorSize> bytes{};
  begin_ = offset;
  ASSIGN_OR_RETURN(const size_t got, read_ring(0, bytes));
  if (got < kCursorSize || !is_cursor(bytes)) {
    return std::optional<Cursor>();
  }
  RawCursor raw;
  std::memcpy(&raw, bytes.data(), sizeof(raw));
  const uint64_t begin = raw.begin_offset;
  if (begin < kHeaderSize || begin >= kHeaderSize + ring_size_ ||
      begin % 4 != 0) {
    return std::optional<Cursor>();
  }
  return std::optional<Cursor>({offset, begin});
}

/// The first cursor at or behind `from`, all around the ring. It may lie across
/// the end of the file.
Expected<std::optional<EvtSource::Cursor>> EvtSource::find_cursor(
    uint64_t from) {
  std::array<uint8_t, kPieceSize> bytes;
  for (uint64_t done = 0; done < ring_size_;) {
    begin_ = from;
    ASSIGN_OR_RETURN(const size_t got, read_ring(done, bytes));
    for (size_t at = 0; at + kCursorSize <= got; at += 4) {
      if (load_le<uint32_t>(bytes.data() + at) != kCursorSize ||
          !is_cursor(ByteView(bytes).subspan(at))) {
        continue;
      }
      ASSIGN_OR_RETURN(const auto cursor, cursor_at(offset_of(done + at)));
      if (cursor) {
        return cursor;
      }
      begin_ = from;
    }
    if (got <= kCursorSize) {
      break;
    }
    done += got - kCursorSize + 4;
  }
  // What begins in the last bytes goes over to where the search began.
  const uint64_t last =
      ring_size_ - std::min<uint64_t>(ring_size_, kCursorSize);
  for (uint64_t position = last; position < ring_size_; position += 4) {
    begin_ = from;
    ASSIGN_OR_RETURN(const auto cursor, cursor_at(offset_of(position)));
    if (cursor) {
      return cursor;
    }
  }
  return std::optional<Cursor>();
}

/// The offset of the record with the smallest number; of the ring where there
/// is no record.
Expected<uint64_t> EvtSource::smallest_record() {
  begin_ = kHeaderSize;
  uint64_t smallest_at = kHeaderSize;
  uint32_t smallest = UINT32_MAX;
  RETURN_IF_ERROR(for_each_record(
      ring_size_, [&](const RecordExtent& record, uint64_t offset) {
        if (record.record_number < smallest) {
          smallest = record.record_number;
          smallest_at = offset;
        }
        return true;
      }));
  return smallest_at;
}

uint64_t EvtSource::offset_of(uint64_t position) const {
  return kHeaderSize + (begin_ - kHeaderSize + position) % ring_size_;
}

/// Reads on from a position, over the end of the file if need be.
Expected<size_t> EvtSource::read_ring(uint64_t position,
                                      std::span<uint8_t> bytes) {
  const uint64_t left = ring_size_ - std::min(position, ring_size_);
  bytes = bytes.first(std::min<uint64_t>(bytes.size(), left));
  if (bytes.empty()) {
    return size_t{0};
  }
  const uint64_t offset = offset_of(position);
  const uint64_t to_end = kHeaderSize + ring_size_ - offset;
  const auto first =
      static_cast<size_t>(std::min<uint64_t>(bytes.size(), to_end));
  ASSIGN_OR_RETURN(const size_t got, file_.read_at(offset, bytes.first(first)));
  if (got < first || first == bytes.size()) {
    return got;
  }
  ASSIGN_OR_RETURN(const size_t rest,
                   file_.read_at(kHeaderSize, bytes.subspan(first)));
  return got + rest;
}

/// Fills `unit` with what lies from `position` on: whole records that lie side
/// by side in the file, or the one that goes over its end. Returns how far the
/// position moves; 0 where the file has become shorter.
Expected<size_t> EvtSource::read_piece(uint64_t position, uint64_t limit,
                                       Unit& unit) {
  const uint64_t to_end = kHeaderSize + ring_size_ - offset_of(position);
  const auto wanted = static_cast<size_t>(
      std::min<uint64_t>({kPieceSize, limit - position, to_end}));
  unit.reserve(kPieceSize);
  ASSIGN_OR_RETURN(size_t got, read_ring(position, {unit.bytes.get(), wanted}));
  const ByteView bytes(unit.bytes.get(), got);
  const uint64_t more = limit - position - got;
  size_t size = whole_records(bytes, more, got < to_end);
  if (size == 0 && got > 0) {
    // The first record alone is larger than a piece, or crosses the end.
    const uint32_t announced = announced_size(bytes, 0);
    size = announced == 0 ? got : announced;
    unit.reserve(std::max<size_t>(size, kPieceSize));
    ASSIGN_OR_RETURN(got, read_ring(position, {unit.bytes.get(), size}));
    size = std::min(size, got);
  }
  std::memset(unit.bytes.get() + size, 0, kReadSlack);
  unit.size = size;
  unit.file_offset = offset_of(position);
  return size;
}

Expected<bool> EvtSource::next(Unit& unit) {
  const bool live = position_ < live_end_;
  if (!live) {
    position_ = std::max(position_, remains_begin_);
  }
  const uint64_t limit = live ? live_end_ : ring_size_;
  if (position_ >= limit) {
    return false;
  }
  ASSIGN_OR_RETURN(const size_t size, read_piece(position_, limit, unit));
  position_ = size == 0 ? ring_size_ : position_ + size;
  unit.skip_through = skip_through_;
  unit.hints = live ? 0 : kRemainsHere;
  if (!live && remains_ == Remains::GiveAll) {
    unit.hints |= kRemainsWanted;
  }
  unit.channel = channel_;
  return size > 0;
}

Status EvtSource::for_each_record(
    uint64_t end,
    const std::function<bool(const RecordExtent&, uint64_t)>& visit) {
  Unit unit;
  for (uint64_t position = 0; position < end;) {
    ASSIGN_OR_RETURN(const size_t size, read_piece(position, end, unit));
    if (size == 0) {
      break;
    }
    auto record = find_record(unit.view(), 0);
    while (record) {
      if (!visit(*record, offset_of(position + record->offset))) {
        return success();
      }
      record = find_record(unit.view(), record->offset + record->size);
    }
    position += size;
  }
  return success();
}

Expected<Continuity> EvtSource::start_after(const Bookmark& bookmark) {
  position_ = 0;
  skip_through_ = 0;
  overwritten_ = 0;
  if (bookmark.empty()) {
    return Continuity::New;
  }
  bool held = false;
  uint64_t oldest = 0;
  RETURN_IF_ERROR(
      for_each_record(live_end_, [&](const RecordExtent& record, uint64_t) {
        oldest = oldest == 0 ? record.record_number : oldest;
        held = bookmark_of(record) == bookmark;
        return !held;
      }));
  if (held) {
    skip_through_ = bookmark.record_id;
    return Continuity::Continues;
  }
  const Gone gone = without_bookmarked(bookmark, oldest);
  overwritten_ = gone.overwritten;
  return gone.continuity;
}

Expected<Bookmark> EvtSource::newest() {
  Bookmark newest;
  RETURN_IF_ERROR(
      for_each_record(live_end_, [&](const RecordExtent& record, uint64_t) {
        newest = bookmark_of(record);
        return true;
      }));
  return newest;
}

std::string channel_of(const std::string& path) {
  std::string name(file_name_of(path));
  name = name.substr(0, name.find_last_of('.'));
  const std::string lower = lower_case(name);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3>
      kKnown = {{{"secevent", "Security"},
                 {"sysevent", "System"},
                 {"appevent", "Application"}}};
  for (const auto& [file, channel] : kKnown) {
    if (lower == file) {
      return std::string(channel);
    }
  }
  return name;
}

}  // namespace eventlens::evt
