// The EVTX file format as it lies on disk: sizes, offsets, raw structures and
// token numbers. Described in docs/formats.md; sources are [MS-EVEN6] 2.2.12
// (BinXML) and libyal's "Windows XML Event Log (EVTX)" (container). What is
// known from observation only is marked (obs).
//
// Three levels: a 4096-byte file header, then chunks of 64 KiB, each with a
// 512-byte header and records that only refer to names and template
// definitions of their own chunk.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"

namespace eventlens::evtx {

inline constexpr size_t kFileHeaderSize = 4096;
inline constexpr size_t kChunkSize = 65536;
inline constexpr size_t kChunkHeaderSize = 512;

inline constexpr std::string_view kFileMagic{"ElfFile\0", 8};
inline constexpr std::string_view kChunkMagic{"ElfChnk\0", 8};
inline constexpr uint32_t kRecordMagic = 0x00002A2A;  // "**\0\0"

/// The first 128 bytes of the file header block.
struct RawFileHeader {
  std::array<char, 8> magic;  // 0
  le64 oldest_chunk;          // 8
  le64 current_chunk;         // 16
  le64 next_record_id;        // 24  stale while the file is dirty
  le32 header_size;           // 32  128
  le16 minor_version;         // 36  1 or 2
  le16 major_version;         // 38  3
  le16 header_block_size;     // 40  4096
  le16 chunk_count;           // 42  not to be trusted (obs)
  std::array<uint8_t, 76> unknown_0x2c;
  le32 flags;  // 120
  le32 crc;    // 124  of bytes 0..119
};
static_assert(sizeof(RawFileHeader) == 128 && alignof(RawFileHeader) == 1);

inline constexpr uint32_t kFileDirty = 1;
inline constexpr uint32_t kFileNoCrc = 4;

struct RawChunkHeader {
  std::array<char, 8> magic;        // 0
  le64 first_record_number;         // 8
  le64 last_record_number;          // 16
  le64 first_record_id;             // 24
  le64 last_record_id;              // 32
  le32 tables_offset;               // 40  128
  le32 last_record_offset;          // 44  stale in dirty chunks
  le32 free_offset;                 // 48  end of the records
  le32 data_crc;                    // 52  of bytes 512..free_offset-1
  std::array<uint8_t, 64> unknown;  // 56
  le32 flags;                       // 120 bit 2: checksums not maintained
  le32 header_crc;                  // 124 of bytes 0..119 and 128..511
  std::array<uint8_t, 384> tables;  // 128 name and template hash buckets
};
static_assert(sizeof(RawChunkHeader) == kChunkHeaderSize &&
              alignof(RawChunkHeader) == 1);

inline constexpr uint32_t kChunkNoCrc = 4;
/// The record numbers and ids of a chunk that holds none.
inline constexpr uint64_t kNoRecord = UINT64_MAX;

struct RawRecordHeader {
  le32 magic;         // 0
  le32 size;          // 4   with header and trailer
  le64 record_id;     // 8
  le64 written_time;  // 16  FILETIME
};
inline constexpr size_t kRecordHeaderSize = 24;
static_assert(sizeof(RawRecordHeader) == kRecordHeaderSize);
/// Behind the BinXML stream: a copy of the size.
inline constexpr size_t kRecordTrailerSize = 4;
inline constexpr size_t kMinRecordSize = kRecordHeaderSize + kRecordTrailerSize;

/// A name: u32 next in bucket, u16 hash, u16 characters, UTF-16LE, u16 zero.
inline constexpr size_t kNameHeaderSize = 8;
inline constexpr size_t kNameTrailerSize = 2;

/// A template definition: u32 next in bucket, GUID, u32 size of the body.
inline constexpr size_t kDefinitionHeaderSize = 24;

/// What a value descriptor takes: u16 size, u8 type, u8 zero.
inline constexpr size_t kDescriptorSize = 4;

/// Tokens: the low five bits; kMoreFlag says that more follows.
enum class Token : uint8_t {
  EndOfStream = 0x00,
  OpenStartElement = 0x01,
  CloseStartElement = 0x02,
  CloseEmptyElement = 0x03,
  EndElement = 0x04,
  Value = 0x05,
  Attribute = 0x06,
  CData = 0x07,
  CharRef = 0x08,
  EntityRef = 0x09,
  PiTarget = 0x0A,
  PiData = 0x0B,
  TemplateInstance = 0x0C,
  Substitution = 0x0D,
  OptionalSubstitution = 0x0E,
  FragmentHeader = 0x0F,
};
inline constexpr uint8_t kTokenMask = 0x1F;
inline constexpr uint8_t kMoreFlag = 0x40;
/// Behind a FragmentHeader token: major and minor version, flags.
inline constexpr size_t kFragmentHeaderRest = 3;

inline constexpr uint16_t kNoDependency = 0xFFFF;

}  // namespace eventlens::evtx
