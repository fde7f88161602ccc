// See evtx_value.h.
#include "evtx_value.h"

#include <bit>
#include <charconv>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "evtx_byte_writer.h"
#include "evtx_tree.h"

namespace eventlens::test {
namespace {

EvtxValue make_value(EvtxType type, EvtxBytes bytes) {
  EvtxValue value;
  value.type = static_cast<std::uint8_t>(type);
  value.bytes = std::move(bytes);
  return value;
}

template <std::unsigned_integral T>
EvtxValue number_value(EvtxType type, T number) {
  EvtxByteWriter out;
  out.put(number);
  return make_value(type, out.bytes());
}

template <class T>
T parse_number(std::string_view text, int base) {
  T number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw std::invalid_argument("not a number: " + std::string(text));
  }
  return number;
}

// Decodes one code point and moves `position` behind it; input is our own
// source text, so anything malformed is a mistake in a test.
char32_t next_code_point(std::string_view utf8, std::size_t& position) {
  const auto lead = static_cast<unsigned char>(utf8[position++]);
  if (lead < 0x80) {
    return lead;
  }
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  char32_t code = lead & (0x3Fu >> more);
  for (int i = 0; i < more; ++i) {
    if (position >= utf8.size()) {
      throw std::invalid_argument("UTF-8 text is cut off");
    }
    const auto next = static_cast<unsigned char>(utf8[position++]);
    code = (code << 6) | (next & 0x3Fu);
  }
  return code;
}

EvtxBytes utf16_bytes(std::u16string_view text, TrailingNul nul) {
  EvtxByteWriter out;
  out.put_utf16(text);
  if (nul == TrailingNul::Yes) {
    out.put(std::uint16_t{0});
  }
  return out.bytes();
}

}  // namespace

std::u16string utf16_from_utf8(std::string_view utf8) {
  std::u16string text;
  for (std::size_t position = 0; position < utf8.size();) {
    const char32_t code = next_code_point(utf8, position);
    if (code < 0x10000) {
      text.push_back(static_cast<char16_t>(code));
    } else {
      text.push_back(static_cast<char16_t>(0xD7C0 + (code >> 10)));
      text.push_back(static_cast<char16_t>(0xDC00 + (code & 0x3FF)));
    }
  }
  return text;
}

EvtxBytes utf16_bytes(std::string_view utf8, TrailingNul nul) {
  return utf16_bytes(utf16_from_utf8(utf8), nul);
}

EvtxGuid guid_from_text(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c != '{' && c != '}' && c != '-') {
      digits.push_back(c);
    }
  }
  if (digits.size() != 32) {
    throw std::invalid_argument("not a GUID: " + std::string(text));
  }
  // The first three groups are little-endian numbers, the rest are bytes.
  static constexpr std::array<std::size_t, 16> kPlace = {
      3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
  EvtxGuid guid{};
  for (std::size_t i = 0; i < guid.size(); ++i) {
    const auto pair = std::string_view(digits).substr(2 * i, 2);
    guid[kPlace[i]] = parse_number<std::uint8_t>(pair, 16);
  }
  return guid;
}

std::uint64_t filetime_from_utc(const UtcTime& time) {
  using namespace std::chrono;
  const sys_days date{year{time.year} / month{time.month} /
                      std::chrono::day{time.day}};
  const sys_days epoch{year{1601} / January / 1};
  const auto seconds_of_day =
      std::uint64_t{time.hour} * 3600 + time.minute * 60 + time.second;
  const auto days = static_cast<std::uint64_t>((date - epoch).count());
  return (days * 86400 + seconds_of_day) * 10'000'000 + time.ticks;
}

std::uint8_t declared_type(const EvtxValue& value) {
  return value.declared_type.value_or(value.type);
}

EvtxValue null_value(std::size_t size, EvtxType declared) {
  EvtxBytes old_memory;
  for (std::size_t i = 0; i < size; ++i) {
    // Any pattern that is not zero, so that a reader which looks is caught.
    old_memory.push_back(static_cast<std::uint8_t>(0xA1 + 7 * i));
  }
  EvtxValue value = make_value(EvtxType::Null, std::move(old_memory));
  value.declared_type = static_cast<std::uint8_t>(declared);
  return value;
}

EvtxValue string_value(std::string_view utf8, TrailingNul nul) {
  return make_value(EvtxType::String, utf16_bytes(utf8, nul));
}

EvtxValue string_value(std::u16string_view utf16, TrailingNul nul) {
  return make_value(EvtxType::String, utf16_bytes(utf16, nul));
}

EvtxValue ansi_value(std::string_view code_page_bytes, TrailingNul nul) {
  EvtxBytes bytes(code_page_bytes.begin(), code_page_bytes.end());
  if (nul == TrailingNul::Yes) {
    bytes.push_back(0);
  }
  return make_value(EvtxType::AnsiString, std::move(bytes));
}

EvtxValue int8_value(std::int8_t value) {
  return number_value(EvtxType::Int8, static_cast<std::uint8_t>(value));
}

EvtxValue uint8_value(std::uint8_t value) {
  return number_value(EvtxType::UInt8, value);
}

EvtxValue int16_value(std::int16_t value) {
  return number_value(EvtxType::Int16, static_cast<std::uint16_t>(value));
}

EvtxValue uint16_value(std::uint16_t value) {
  return number_value(EvtxType::UInt16, value);
}

EvtxValue int32_value(std::int32_t value) {
  return number_value(EvtxType::Int32, static_cast<std::uint32_t>(value));
}

EvtxValue uint32_value(std::uint32_t value) {
  return number_value(EvtxType::UInt32, value);
}

EvtxValue int64_value(std::int64_t value) {
  return number_value(EvtxType::Int64, static_cast<std::uint64_t>(value));
}

EvtxValue uint64_value(std::uint64_t value) {
  return number_value(EvtxType::UInt64, value);
}

EvtxValue real32_value(float value) {
  return number_value(EvtxType::Real32, std::bit_cast<std::uint32_t>(value));
}

EvtxValue real64_value(double value) {
  return number_value(EvtxType::Real64, std::bit_cast<std::uint64_t>(value));
}

EvtxValue bool_value(std::uint32_t word) {
  return number_value(EvtxType::Bool, word);
}

EvtxValue binary_value(EvtxBytes bytes) {
  return make_value(EvtxType::Binary, std::move(bytes));
}

EvtxValue guid_value(std::string_view text) {
  const EvtxGuid guid = guid_from_text(text);
  return make_value(EvtxType::Guid, EvtxBytes(guid.begin(), guid.end()));
}

EvtxValue size_t_value(std::uint64_t value, std::size_t width) {
  EvtxByteWriter out;
  out.put(value);
  out.truncate(width);
  return make_value(EvtxType::SizeT, out.bytes());
}

EvtxValue pointer_value(std::uint64_t value) {
  EvtxValue pointer = hex64_value(value);
  pointer.declared_type = static_cast<std::uint8_t>(EvtxType::SizeT);
  return pointer;
}

EvtxValue filetime_value(std::uint64_t filetime) {
  return number_value(EvtxType::FileTime, filetime);
}

EvtxValue systemtime_value(const std::array<std::uint16_t, 8>& parts) {
  EvtxByteWriter out;
  for (const std::uint16_t part : parts) {
    out.put(part);
  }
  return make_value(EvtxType::SystemTime, out.bytes());
}

EvtxValue sid_value(std::string_view text) {
  std::vector<std::uint64_t> parts;
  std::size_t start = text.find('-') + 1;  // behind "S-"
  while (start != 0 && start <= text.size()) {
    const std::size_t end = text.find('-', start);
    const auto part = text.substr(start, end - start);
    parts.push_back(parse_number<std::uint64_t>(part, 10));
    start = end == std::string_view::npos ? 0 : end + 1;
  }
  if (parts.size() < 2) {
    throw std::invalid_argument("not a SID: " + std::string(text));
  }
  EvtxByteWriter out;
  out.put(static_cast<std::uint8_t>(parts[0]));
  out.put(static_cast<std::uint8_t>(parts.size() - 2));
  for (unsigned i = 6; i-- > 0;) {  // the authority alone is big-endian
    out.put(static_cast<std::uint8_t>(parts[1] >> (8 * i)));
  }
  for (std::size_t i = 2; i < parts.size(); ++i) {
    out.put(static_cast<std::uint32_t>(parts[i]));
  }
  return make_value(EvtxType::Sid, out.bytes());
}

EvtxValue hex32_value(std::uint32_t value) {
  return number_value(EvtxType::HexInt32, value);
}

EvtxValue hex64_value(std::uint64_t value) {
  return number_value(EvtxType::HexInt64, value);
}

EvtxValue handle_value(std::uint64_t value) {
  return number_value(EvtxType::EvtHandle, value);
}

EvtxValue evt_xml_value(EvtxBytes bytes) {
  return make_value(EvtxType::EvtXml, std::move(bytes));
}

EvtxValue binxml_value(EvtxFragment fragment) {
  EvtxValue value = make_value(EvtxType::BinXml, {});
  value.fragment = std::make_shared<const EvtxFragment>(std::move(fragment));
  return value;
}

EvtxValue string_array_value(const std::vector<std::string>& items) {
  EvtxBytes bytes;
  for (const std::string& item : items) {
    const EvtxBytes text = utf16_bytes(item, TrailingNul::Yes);
    bytes.insert(bytes.end(), text.begin(), text.end());
  }
  return array_of(EvtxType::String, std::move(bytes));
}

EvtxValue array_value(EvtxType item_type, const std::vector<EvtxValue>& items) {
  EvtxBytes bytes;
  for (const EvtxValue& item : items) {
    bytes.insert(bytes.end(), item.bytes.begin(), item.bytes.end());
  }
  return array_of(item_type, std::move(bytes));
}

EvtxValue array_of(EvtxType item_type, EvtxBytes bytes) {
  EvtxValue value = make_value(item_type, std::move(bytes));
  value.type |= kEvtxArrayFlag;
  return value;
}

}  // namespace eventlens::test
