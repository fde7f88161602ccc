// See evtx_image.h.
#include "evtx_image.h"

#include <zlib.h>

#include <algorithm>
#include <stdexcept>

#include "evtx_chunk_writer.h"

namespace eventlens::test {
namespace {

constexpr std::uint32_t kRecordMagic = 0x00002A2A;
constexpr std::uint64_t kNoRecord = 0xFFFFFFFFFFFFFFFF;

std::uint64_t read_number(std::span<const std::uint8_t> bytes,
                          std::size_t offset, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    value |= std::uint64_t{bytes[offset + i]} << (8 * i);
  }
  return value;
}

void write_number(std::span<std::uint8_t> bytes, std::size_t offset,
                  std::uint64_t value, std::size_t width) {
  for (std::size_t i = 0; i < width; ++i) {
    bytes[offset + i] = static_cast<std::uint8_t>(value >> (8 * i));
  }
}

std::uint32_t crc(std::uint32_t start, std::span<const std::uint8_t> bytes) {
  return static_cast<std::uint32_t>(
      crc32(start, bytes.data(), static_cast<uInt>(bytes.size())));
}

}  // namespace

void set_evtx_chunk_checksums(std::span<std::uint8_t> chunk) {
  using namespace evtx_chunk_field;
  const std::size_t free = std::clamp<std::size_t>(
      read_number(chunk, kFreeOffset, 4), kEvtxChunkHeaderSize, chunk.size());
  const auto records =
      chunk.subspan(kEvtxChunkHeaderSize, free - kEvtxChunkHeaderSize);
  write_number(chunk, kDataChecksum, crc(0, records), 4);
  // The header checksum leaves out the flags and itself (120..127).
  const std::uint32_t fields = crc(0, chunk.first(kFlags));
  const auto tables =
      chunk.subspan(kNameTable, kEvtxChunkHeaderSize - kNameTable);
  write_number(chunk, kHeaderChecksum, crc(fields, tables), 4);
}

void set_evtx_file_checksum(std::span<std::uint8_t> file_header) {
  using namespace evtx_file_field;
  const std::uint32_t checksum = crc(0, file_header.first(kFlags));
  write_number(file_header, kChecksum, checksum, 4);
}

EvtxImage::EvtxImage(EvtxBytes bytes) : bytes_(std::move(bytes)) {
  for (std::size_t chunk = 0; chunk < chunk_count(); ++chunk) {
    find_records(chunk);
  }
}

void EvtxImage::find_records(std::size_t chunk) {
  const std::size_t start = chunk_offset(chunk);
  if (get(start, 4) == 0) {
    return;  // a slot that was never used
  }
  const std::size_t end = start + get(start + evtx_chunk_field::kFreeOffset, 4);
  std::size_t offset = start + kEvtxChunkHeaderSize;
  while (offset + kEvtxRecordHeaderSize <= end &&
         get(offset, 4) == kRecordMagic) {
    record_offsets_.push_back(offset);
    const std::uint64_t size = get(offset + evtx_record_field::kSize, 4);
    if (size < kEvtxRecordHeaderSize) {
      throw std::invalid_argument("record of an impossible size");
    }
    offset += size;
  }
}

std::size_t EvtxImage::chunk_count() const {
  return bytes_.size() < kEvtxFileHeaderSize
             ? 0
             : (bytes_.size() - kEvtxFileHeaderSize) / kEvtxChunkSize;
}

std::size_t EvtxImage::chunk_offset(std::size_t chunk) {
  return kEvtxFileHeaderSize + chunk * kEvtxChunkSize;
}

std::size_t EvtxImage::record_size(std::size_t record) const {
  return get(record_offset(record) + evtx_record_field::kSize, 4);
}

std::size_t EvtxImage::record_chunk(std::size_t record) const {
  return (record_offset(record) - kEvtxFileHeaderSize) / kEvtxChunkSize;
}

std::size_t EvtxImage::find(std::span<const std::uint8_t> needle,
                            std::size_t from) const {
  const auto start = bytes_.begin() +
                     static_cast<std::ptrdiff_t>(std::min(from, bytes_.size()));
  const auto found =
      std::search(start, bytes_.end(), needle.begin(), needle.end());
  if (found == bytes_.end()) {
    throw std::out_of_range("bytes to find are not in the file");
  }
  return static_cast<std::size_t>(found - bytes_.begin());
}

std::size_t EvtxImage::find_text(std::string_view utf8,
                                 std::size_t from) const {
  return find(utf16_bytes(utf8, TrailingNul::No), from);
}

std::uint64_t EvtxImage::get(std::size_t offset, std::size_t width) const {
  if (offset + width > bytes_.size()) {
    throw std::out_of_range("read beyond the end of the file");
  }
  return read_number(bytes_, offset, width);
}

void EvtxImage::set_number(std::size_t offset, std::uint64_t value,
                           std::size_t width) {
  if (offset + width > bytes_.size()) {
    throw std::out_of_range("write beyond the end of the file");
  }
  write_number(bytes_, offset, value, width);
}

void EvtxImage::set_record_size(std::size_t record, std::uint32_t size) {
  const std::size_t old_size = record_size(record);
  set_in_record(record, old_size - 4, size);
  set_in_record(record, evtx_record_field::kSize, size);
}

void EvtxImage::fix_file_checksum() {
  set_evtx_file_checksum(std::span(bytes_).first(kEvtxFileHeaderSize));
}

void EvtxImage::fix_chunk_checksums(std::size_t chunk) {
  set_evtx_chunk_checksums(
      std::span(bytes_).subspan(chunk_offset(chunk), kEvtxChunkSize));
}

void EvtxImage::fix_checksums() {
  fix_file_checksum();
  for (std::size_t chunk = 0; chunk < chunk_count(); ++chunk) {
    if (get(chunk_offset(chunk), 4) != 0) {
      fix_chunk_checksums(chunk);
    }
  }
}

void EvtxImage::append(std::span<const std::uint8_t> bytes) {
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

void EvtxImage::zero(std::size_t offset, std::size_t count) {
  const auto range = std::span(bytes_).subspan(offset, count);
  std::fill(range.begin(), range.end(), std::uint8_t{0});
}

void EvtxImage::zero_file_header() { zero(0, kEvtxFileHeaderSize); }

void EvtxImage::zero_chunk_magic(std::size_t chunk) {
  zero(chunk_offset(chunk), 8);
}

void EvtxImage::zero_chunk(std::size_t chunk) {
  zero(chunk_offset(chunk), kEvtxChunkSize);
}

void EvtxImage::swap_chunks(std::size_t first, std::size_t second) {
  const std::span all(bytes_);
  const auto a = all.subspan(chunk_offset(first), kEvtxChunkSize);
  const auto b = all.subspan(chunk_offset(second), kEvtxChunkSize);
  std::swap_ranges(a.begin(), a.end(), b.begin());
}

void EvtxImage::make_chunk_header_pristine(std::size_t chunk) {
  using namespace evtx_chunk_field;
  zero(chunk_offset(chunk) + kNameTable, kEvtxChunkHeaderSize - kNameTable);
  set_in_chunk(chunk, kFirstNumber, std::uint64_t{1});
  set_in_chunk(chunk, kLastNumber, kNoRecord);
  set_in_chunk(chunk, kFirstId, kNoRecord);
  set_in_chunk(chunk, kLastId, kNoRecord);
  set_in_chunk(chunk, kLastRecordOffset, std::uint32_t{0});
  set_in_chunk(chunk, kFreeOffset, std::uint32_t{kEvtxChunkHeaderSize});
  fix_chunk_checksums(chunk);
}

void EvtxImage::set_file_flags(std::uint32_t flags) {
  // The checksum covers the bytes before the flags, so it stays valid.
  set(evtx_file_field::kFlags, flags);
}

void EvtxImage::hide_last_records(std::size_t chunk, std::size_t count) {
  using namespace evtx_chunk_field;
  std::vector<std::size_t> in_chunk;
  for (std::size_t i = 0; i < record_count(); ++i) {
    if (record_chunk(i) == chunk) {
      in_chunk.push_back(i);
    }
  }
  if (count == 0 || count >= in_chunk.size()) {
    throw std::invalid_argument("one record must stay known");
  }
  const std::size_t kept = in_chunk[in_chunk.size() - count - 1];
  const std::size_t start = chunk_offset(chunk);
  const std::size_t last = record_offset(kept) - start;
  const std::size_t end = last + record_size(kept);
  set_in_chunk(chunk, kLastNumber,
               get(start + kLastNumber, 8) - std::uint64_t{count});
  set_in_chunk(chunk, kLastId,
               get(record_offset(kept) + evtx_record_field::kId, 8));
  set_in_chunk(chunk, kLastRecordOffset, static_cast<std::uint32_t>(last));
  set_in_chunk(chunk, kFreeOffset, static_cast<std::uint32_t>(end));
  fix_chunk_checksums(chunk);
}

}  // namespace eventlens::test
