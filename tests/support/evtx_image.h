// The bytes of an EVTX file with the handles a test needs to break one thing:
// where records are, setting fields by chunk and offset, and restoring the
// checksums afterwards so that only the intended damage is left.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "evtx_value.h"

namespace eventlens::test {

// Offsets of fields, from the start of their structure.
namespace evtx_file_field {
inline constexpr std::size_t kOldestChunk = 8;
inline constexpr std::size_t kCurrentChunk = 16;
inline constexpr std::size_t kNextRecordId = 24;
inline constexpr std::size_t kHeaderSize = 32;
inline constexpr std::size_t kMinorVersion = 36;
inline constexpr std::size_t kMajorVersion = 38;
inline constexpr std::size_t kHeaderBlockSize = 40;
inline constexpr std::size_t kChunkCount = 42;
inline constexpr std::size_t kFlags = 120;
inline constexpr std::size_t kChecksum = 124;
}  // namespace evtx_file_field

namespace evtx_chunk_field {
inline constexpr std::size_t kFirstNumber = 8;
inline constexpr std::size_t kLastNumber = 16;
inline constexpr std::size_t kFirstId = 24;
inline constexpr std::size_t kLastId = 32;
inline constexpr std::size_t kTablesOffset = 40;
inline constexpr std::size_t kLastRecordOffset = 44;
inline constexpr std::size_t kFreeOffset = 48;
inline constexpr std::size_t kDataChecksum = 52;
inline constexpr std::size_t kFlags = 120;
inline constexpr std::size_t kHeaderChecksum = 124;
inline constexpr std::size_t kNameTable = 128;
inline constexpr std::size_t kTemplateTable = 384;
}  // namespace evtx_chunk_field

namespace evtx_record_field {
inline constexpr std::size_t kMagic = 0;
inline constexpr std::size_t kSize = 4;
inline constexpr std::size_t kId = 8;
inline constexpr std::size_t kTime = 16;
inline constexpr std::size_t kBody = 24;
}  // namespace evtx_record_field

// Sets both checksums of one chunk from its bytes. A free offset beyond the
// chunk counts as its end.
void set_evtx_chunk_checksums(std::span<std::uint8_t> chunk);
void set_evtx_file_checksum(std::span<std::uint8_t> file_header);

class EvtxImage {
 public:
  // Finds the records by following the sizes in each chunk; `bytes` must be
  // a valid file. Later damage does not move what was found.
  explicit EvtxImage(EvtxBytes bytes);

  const EvtxBytes& bytes() const { return bytes_; }
  EvtxBytes& bytes() { return bytes_; }

  // Places, as offsets in the file.
  std::size_t chunk_count() const;
  static std::size_t chunk_offset(std::size_t chunk);
  std::size_t record_count() const { return record_offsets_.size(); }
  std::size_t record_offset(std::size_t record) const {
    return record_offsets_.at(record);
  }
  std::size_t record_size(std::size_t record) const;
  std::size_t record_chunk(std::size_t record) const;
  // First occurrence at or after `from`; throws std::out_of_range when there
  // is none, so that a test cannot damage nothing.
  std::size_t find(std::span<const std::uint8_t> needle,
                   std::size_t from = 0) const;
  std::size_t find_text(std::string_view utf8, std::size_t from = 0) const;

  // Reading and writing numbers, little-endian.
  std::uint64_t get(std::size_t offset, std::size_t width) const;
  template <std::unsigned_integral T>
  void set(std::size_t offset, T value) {
    set_number(offset, value, sizeof(T));
  }
  template <std::unsigned_integral T>
  void set_in_chunk(std::size_t chunk, std::size_t offset, T value) {
    set_number(chunk_offset(chunk) + offset, value, sizeof(T));
  }
  template <std::unsigned_integral T>
  void set_in_record(std::size_t record, std::size_t offset, T value) {
    set_number(record_offset(record) + offset, value, sizeof(T));
  }
  void set_byte(std::size_t offset, std::uint8_t value) {
    bytes_.at(offset) = value;
  }
  // Sets a record's size in its header and its trailing copy.
  void set_record_size(std::size_t record, std::uint32_t size);

  // Checksums.
  void fix_file_checksum();
  void fix_chunk_checksums(std::size_t chunk);
  void fix_checksums();

  // Whole structures.
  void truncate(std::size_t size) { bytes_.resize(size); }
  void append(std::span<const std::uint8_t> bytes);
  void zero(std::size_t offset, std::size_t count);
  void zero_file_header();
  void zero_chunk_magic(std::size_t chunk);
  void zero_chunk(std::size_t chunk);
  // Exchanges two slots, as a circular log does: file order is not id order.
  void swap_chunks(std::size_t first, std::size_t second);
  // The header of a chunk without records over one that still has them.
  void make_chunk_header_pristine(std::size_t chunk);
  // Sets or clears file header flags.
  void set_file_flags(std::uint32_t flags);
  // Takes the last `count` records of a chunk out of its header: they are
  // there, but the header does not know them yet. Checksums stay as a live
  // log has them, valid for the part the header knows.
  void hide_last_records(std::size_t chunk, std::size_t count);

 private:
  void set_number(std::size_t offset, std::uint64_t value, std::size_t width);
  void find_records(std::size_t chunk);

  EvtxBytes bytes_;
  std::vector<std::size_t> record_offsets_;
};

}  // namespace eventlens::test
