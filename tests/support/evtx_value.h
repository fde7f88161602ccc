// Typed values of an EVTX template instance: a type byte and the bytes as they
// stand in the file ([MS-EVEN6] 2.2.12 and 3.1.4.7.3). One small factory per
// type. A test that wants a size which does not fit its type fills the struct
// by hand.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventlens::test {

struct EvtxFragment;  // evtx_tree.h

using EvtxBytes = std::vector<std::uint8_t>;
using EvtxGuid = std::array<std::uint8_t, 16>;

enum class EvtxType : std::uint8_t {
  Null = 0x00,
  String = 0x01,
  AnsiString = 0x02,
  Int8 = 0x03,
  UInt8 = 0x04,
  Int16 = 0x05,
  UInt16 = 0x06,
  Int32 = 0x07,
  UInt32 = 0x08,
  Int64 = 0x09,
  UInt64 = 0x0A,
  Real32 = 0x0B,
  Real64 = 0x0C,
  Bool = 0x0D,
  Binary = 0x0E,
  Guid = 0x0F,
  SizeT = 0x10,
  FileTime = 0x11,
  SystemTime = 0x12,
  Sid = 0x13,
  HexInt32 = 0x14,
  HexInt64 = 0x15,
  EvtHandle = 0x20,
  BinXml = 0x21,
  EvtXml = 0x23,
};

// Set in the type byte of arrays: 0x81 is an array of strings.
inline constexpr std::uint8_t kEvtxArrayFlag = 0x80;

// Newer Windows stores strings with their terminating NUL, older without.
enum class TrailingNul : std::uint8_t { No, Yes };

struct EvtxValue {
  std::uint8_t type = 0;
  EvtxBytes bytes{};
  // The type a generated template declares for this value, where it differs
  // from `type`; Windows does that for pointers (0x10 declared, 0x15 given).
  std::optional<std::uint8_t> declared_type{};
  // Content of a 0x21 value. It holds chunk offsets, so its bytes exist only
  // once it is written.
  std::shared_ptr<const EvtxFragment> fragment{};
  // Replaces the true size in the value descriptor, to make a broken one.
  std::optional<std::uint16_t> descriptor_size{};
};

// The type byte that a template built for this value declares.
std::uint8_t declared_type(const EvtxValue& value);

// A NULL of `size` bytes. Real ones carry 0, 2 or 16 bytes of old memory;
// `declared` is the type of the field that is missing.
EvtxValue null_value(std::size_t size = 0, EvtxType declared = EvtxType::Null);

EvtxValue string_value(std::string_view utf8,
                       TrailingNul nul = TrailingNul::No);
EvtxValue string_value(std::u16string_view utf16,
                       TrailingNul nul = TrailingNul::No);
EvtxValue ansi_value(std::string_view code_page_bytes,
                     TrailingNul nul = TrailingNul::No);

EvtxValue int8_value(std::int8_t value);
EvtxValue uint8_value(std::uint8_t value);
EvtxValue int16_value(std::int16_t value);
EvtxValue uint16_value(std::uint16_t value);
EvtxValue int32_value(std::int32_t value);
EvtxValue uint32_value(std::uint32_t value);
EvtxValue int64_value(std::int64_t value);
EvtxValue uint64_value(std::uint64_t value);
EvtxValue real32_value(float value);
EvtxValue real64_value(double value);

// Four bytes, as in files; any word but 0 reads as true.
EvtxValue bool_value(std::uint32_t word);
EvtxValue binary_value(EvtxBytes bytes);
// "{00112233-4455-6677-8899-AABBCCDDEEFF}", braces optional.
EvtxValue guid_value(std::string_view text);
EvtxValue size_t_value(std::uint64_t value, std::size_t width = 8);
// A 64-bit HexInt that the template declares as SizeT: process ids in the
// Security log.
EvtxValue pointer_value(std::uint64_t value);
EvtxValue filetime_value(std::uint64_t filetime);
// Year, month, day of week, day, hour, minute, second, millisecond.
EvtxValue systemtime_value(const std::array<std::uint16_t, 8>& parts);
// "S-1-5-21-1-2-3-500".
EvtxValue sid_value(std::string_view text);
EvtxValue hex32_value(std::uint32_t value);
EvtxValue hex64_value(std::uint64_t value);
EvtxValue handle_value(std::uint64_t value);
EvtxValue evt_xml_value(EvtxBytes bytes);
EvtxValue binxml_value(EvtxFragment fragment);

// NUL-terminated strings back to back (type 0x81).
EvtxValue string_array_value(const std::vector<std::string>& items);
// Items of one type back to back; the bytes are taken as they are.
EvtxValue array_value(EvtxType item_type, const std::vector<EvtxValue>& items);
EvtxValue array_of(EvtxType item_type, EvtxBytes bytes);

// Text and numbers in the forms that files use.
std::u16string utf16_from_utf8(std::string_view utf8);
EvtxGuid guid_from_text(std::string_view text);
EvtxBytes utf16_bytes(std::string_view utf8, TrailingNul nul);

// 100 ns steps since 1601-01-01, from a UTC calendar date and time.
struct UtcTime {
  int year = 1601;
  unsigned month = 1;
  unsigned day = 1;
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
  unsigned ticks = 0;  // 100 ns steps within the second
};
std::uint64_t filetime_from_utc(const UtcTime& time);

}  // namespace eventlens::test
