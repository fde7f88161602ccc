#include "evtx/source.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/crc32.h"
#include "base/head_text.h"
#include "evtx/chunk_decoder.h"
#include "evtx/record_chain.h"

namespace eventlens::evtx {
namespace {

// Where chunks can begin in a file whose header is damaged.
constexpr size_t kChunkAlignment = 512;

bool starts_with(ByteView bytes, std::string_view magic) {
  return bytes.size() >= magic.size() &&
         std::memcmp(bytes.data(), magic.data(), magic.size()) == 0;
}

}  // namespace

bool EvtxSource::recognises(ByteView head) {
  return starts_with(head, kFileMagic) || starts_with(head, kChunkMagic);
}

bool EvtxSource::holds_chunk(ByteView head) {
  for (size_t at = 0; at < head.size(); at += kChunkAlignment) {
    if (starts_with(head.subspan(at), kChunkMagic)) {
      return true;
    }
  }
  return false;
}

Expected<std::unique_ptr<EvtxSource>> EvtxSource::open(const File& file,
                                                       Liveness liveness,
                                                       Issues& issues) {
  std::unique_ptr<EvtxSource> source(new EvtxSource(file, liveness));
  ASSIGN_OR_RETURN(const FileStatus status, file.status());
  source->file_size_ = status.size;
  RETURN_IF_ERROR(source->read_file_header(issues));
  RETURN_IF_ERROR(source->read_slots());
  source->order_slots();
  return source;
}

Status EvtxSource::read_file_header(Issues& issues) {
  RawFileHeader header;
  std::array<uint8_t, sizeof(header)> bytes{};
  ASSIGN_OR_RETURN(const size_t got, file_.read_at(0, bytes));
  const ByteView head = ByteView(bytes).first(got);
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (got == sizeof(header) && starts_with(head, kFileMagic)) {
    dirty_ = (header.flags & kFileDirty) != 0;
    next_record_id_ = header.next_record_id;
    if ((header.flags & kFileNoCrc) == 0 &&
        crc32_of(head.first(120)) != header.crc) {
      issues.count(Issue::FileHeaderDamaged);
      issues.note({Issue::FileHeaderDamaged, 0, 0,
                   "its checksum is wrong; the chunks were read"});
    }
    return success();
  }
  // A damaged header must not cost the chunks behind it.
  ASSIGN_OR_RETURN(first_chunk_, find_first_chunk());
  if (first_chunk_ == file_size_) {
    return Error{ErrorCode::Malformed,
                 "is no EVTX log: " + describe_head(head) +
                     ", an EVTX log begins with 45 6c 66 46 69 6c 65 00 "
                     "(\"ElfFile\")"};
  }
  issues.count(Issue::FileHeaderDamaged);
  issues.note(
      {Issue::FileHeaderDamaged, 0, 0,
       "the first chunk was found at byte " + std::to_string(first_chunk_)});
  return success();
}

/// The offset of the first chunk in a file whose header is unreadable, looked
/// for where chunks can begin (multiples of 512) in the file's first MiB;
/// file_size_ where there is none.
Expected<uint64_t> EvtxSource::find_first_chunk() {
  constexpr uint64_t kSearch = uint64_t{1} << 20;
  std::array<uint8_t, 8> magic{};
  const uint64_t end = std::min(file_size_, kSearch);
  for (uint64_t offset = 0; offset < end; offset += kChunkAlignment) {
    ASSIGN_OR_RETURN(const size_t got, file_.read_at(offset, magic));
    if (starts_with(ByteView(magic).first(got), kChunkMagic)) {
      return offset;
    }
  }
  return file_size_;
}

Status EvtxSource::read_slots() {
  for (uint64_t offset = first_chunk_; offset < file_size_;
       offset += kChunkSize) {
    ASSIGN_OR_RETURN(const Slot slot, read_slot(offset));
    if (slot.size > 0) {
      slots_.push_back(slot);
    }
  }
  return success();
}

Expected<EvtxSource::Slot> EvtxSource::read_slot(uint64_t offset) {
  std::array<uint8_t, kChunkHeaderSize + kRecordHeaderSize> head{};
  ASSIGN_OR_RETURN(const size_t got, file_.read_at(offset, head));
  Slot slot{offset, 0, 0, 0, 0, kNoHint, false};
  if (got == head.size()) {
    describe_slot(slot, head,
                  std::min<uint64_t>(kChunkSize, file_size_ - offset));
  }
  return slot;
}

void EvtxSource::describe_slot(Slot& slot, ByteView head,
                               uint64_t available) const {
  RawChunkHeader header;
  std::memcpy(&header, head.data(), sizeof(header));
  RawRecordHeader first;
  std::memcpy(&first, head.data() + kChunkHeaderSize, sizeof(first));
  const bool has_record = first.magic == kRecordMagic;
  slot.first_id = has_record ? uint64_t{first.record_id} : 0;
  slot.size = static_cast<uint32_t>(available);
  slot.used = slot.size;
  if (!starts_with(head, kChunkMagic)) {
    // Unused slots are all zero; whether this one is, the decoder finds out.
    return;
  }
  if (header.first_record_id == kNoRecord) {
    if (has_record && dirty_ && first.record_id == next_record_id_) {
      slot.hints |= kUnflushed;
      return;
    }
    // Empty, or with the remains of a cleared log, which the decoder counts
    // but which have no place among the live records.
    slot.first_id = 0;
    slot.cleared = true;
    return;
  }
  slot.last_id = header.last_record_id;
  const uint32_t free = header.free_offset;
  if (free >= kChunkHeaderSize && free <= kChunkSize) {
    // Behind the free offset lies what the buffer held before.
    slot.used = std::min(slot.used, free);
  }
}

void EvtxSource::order_slots() {
  // A slot that does not say where it belongs stays behind its neighbour.
  std::vector<std::pair<uint64_t, Slot>> keyed;
  uint64_t key = 0;
  for (const Slot& slot : slots_) {
    key = slot.first_id != 0 ? slot.first_id : key;
    keyed.emplace_back(key, slot);
  }
  std::stable_sort(
      keyed.begin(), keyed.end(),
      [](const auto& a, const auto& b) { return a.first < b.first; });
  for (size_t i = 0; i < slots_.size(); ++i) {
    slots_[i] = keyed[i].second;
  }
  open_ends();
}

/// Headers can lag behind their chunk's records: in the newest chunk of a log
/// in use, and where ids are missing before the next chunk.
void EvtxSource::open_ends() {
  uint64_t next_first_id = 0;  // 0: no later chunk
  for (size_t i = slots_.size(); i > 0; --i) {
    Slot& slot = slots_[i - 1];
    if (slot.first_id == 0 || slot.last_id == 0) {
      continue;
    }
    if (next_first_id == 0) {
      slot.hints |= kNewestChunk;
    } else if (next_first_id > slot.last_id + 1) {
      slot.hints |= kGapFollows;
    }
    next_first_id = slot.first_id;
  }
}

Expected<bool> EvtxSource::next(Unit& unit) {
  while (position_ < slots_.size()) {
    const Slot& slot = slots_[position_++];
    const bool open_end = (slot.hints & kOpenEnd) != 0;
    if (slot.last_id != 0 && slot.last_id <= skip_through_ && !open_end &&
        slot.first_id <= slot.last_id) {
      continue;
    }
    unit.reserve(kChunkSize);
    ASSIGN_OR_RETURN(unit.size,
                     file_.read_at(slot.offset, {unit.bytes.get(), slot.size}));
    std::memset(unit.bytes.get() + unit.size, 0, kReadSlack);
    unit.file_offset = slot.offset;
    unit.skip_through = skip_through_;
    unit.hints = slot.hints;
    if (remains_ != Remains::LeaveAlone) {
      unit.hints |= remains_ == Remains::GiveAll ? kRemains : kRemainsOfNew;
    }
    const bool written_to = (slot.hints & (kNewestChunk | kUnflushed)) != 0;
    if (written_to && liveness_ == Liveness::Live) {
      unit.hints |= kLive;
    }
    return true;
  }
  return false;
}

/// The records of a chunk that are live, in the sense of the decoder.
Expected<std::vector<Bookmark>> EvtxSource::records_of(const Slot& slot) {
  if (slot.cleared) {
    return std::vector<Bookmark>{};
  }
  std::vector<uint8_t> bytes(kChunkSize);
  ASSIGN_OR_RETURN(const size_t size,
                   file_.read_at(slot.offset, {bytes.data(), slot.size}));
  const ByteView chunk = ByteView(bytes).first(size);
  const bool open_end = (slot.hints & kOpenEnd) != 0;
  std::vector<Bookmark> records;
  auto record = find_record(chunk, kChunkHeaderSize);
  while (record) {
    const uint64_t last = records.empty() ? 0 : records.back().record_id;
    const bool vouched = record->offset < slot.used;
    const bool goes_on = record->record_id == last + 1 &&
                         (open_end || record->record_id <= slot.last_id);
    const bool unflushed = records.empty() && (slot.hints & kUnflushed) != 0;
    const bool older = !records.empty() && record->record_id <= last;
    if (older || (!vouched && !goes_on && !unflushed)) {
      break;  // stale, behind the live ones
    }
    records.push_back({record->record_id, record->written_time});
    record = find_record(chunk, record->offset + record->size);
  }
  return records;
}

Expected<bool> EvtxSource::holds(const Bookmark& bookmark) {
  for (const Slot& slot : slots_) {
    const bool may_hold = slot.first_id <= bookmark.record_id &&
                          (slot.last_id >= bookmark.record_id ||
                           slot.hints != kNoHint || slot.last_id == 0);
    if (!may_hold) {
      continue;
    }
    ASSIGN_OR_RETURN(const auto records, records_of(slot));
    if (std::find(records.begin(), records.end(), bookmark) != records.end()) {
      return true;
    }
  }
  return false;
}

Expected<Continuity> EvtxSource::start_after(const Bookmark& bookmark) {
  position_ = 0;
  skip_through_ = 0;
  if (bookmark.empty()) {
    return Continuity::New;
  }
  ASSIGN_OR_RETURN(const bool held, holds(bookmark));
  if (held) {
    skip_through_ = bookmark.record_id;
    return Continuity::Continues;
  }
  uint64_t oldest = UINT64_MAX;
  for (const Slot& slot : slots_) {
    if (slot.first_id != 0) {
      oldest = std::min(oldest, slot.first_id);
    }
  }
  const Gone gone =
      without_bookmarked(bookmark, oldest == UINT64_MAX ? 0 : oldest);
  overwritten_ = gone.overwritten;
  return gone.continuity;
}

Expected<Bookmark> EvtxSource::newest() {
  for (size_t i = slots_.size(); i > 0; --i) {
    ASSIGN_OR_RETURN(const auto records, records_of(slots_[i - 1]));
    if (!records.empty()) {
      return records.back();
    }
  }
  return Bookmark{};
}

}  // namespace eventlens::evtx
