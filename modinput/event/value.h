// A Value: one typed piece of an event, as a view into the bytes it came from.
//
// The types are those of Windows' binary XML ([MS-EVEN6] 2.2.12), which the
// other formats' values fit into, plus Utf8 for text that did not come as
// UTF-16. The numbers of the Windows types are on disk: do not change them.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/escape.h"
#include "base/filetime.h"

namespace eventlens {

enum class ValueType : uint8_t {
  Null = 0x00,
  String = 0x01,  // UTF-16LE
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
  Utf8 = 0x7F,  // ours, never on disk
};

/// Set in a type byte: an array of the type in the low bits.
inline constexpr uint8_t kArrayBit = 0x80;

struct Value {
  const uint8_t* data = nullptr;
  uint32_t size = 0;
  uint8_t type_byte = 0;

  [[nodiscard]] bool is_array() const { return (type_byte & kArrayBit) != 0; }
  /// The type, of an array its items' type.
  [[nodiscard]] ValueType type() const {
    return static_cast<ValueType>(type_byte & ~kArrayBit);
  }
  [[nodiscard]] bool is_null() const { return type_byte == 0; }
  [[nodiscard]] ByteView bytes() const { return {data, size}; }

  [[nodiscard]] static Value of_utf8(std::string_view text) {
    return {reinterpret_cast<const uint8_t*>(text.data()),
            static_cast<uint32_t>(text.size()),
            static_cast<uint8_t>(ValueType::Utf8)};
  }
};

/// The values of one event while they are read: a vector that does not fill new
/// places, which read_values does at once.
class ValueList {
 public:
  [[nodiscard]] size_t size() const { return size_; }
  [[nodiscard]] Value* data() { return values_.get(); }
  [[nodiscard]] std::span<const Value> view() const {
    return {values_.get(), size_};
  }
  void clear() { size_ = 0; }
  /// Places for `count` more, whose contents are undefined, and their begin.
  Value* extend(size_t count) {
    if (capacity_ - size_ < count) {
      grow(count);
    }
    size_ += count;
    return values_.get() + size_ - count;
  }
  void push_back(const Value& value) { *extend(1) = value; }
  /// REQUIRES: size <= this->size().
  void truncate(size_t size) { size_ = size; }

 private:
  void grow(size_t count);

  std::unique_ptr<Value[]> values_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

/// Whether the value is an unsigned or hexadecimal integer of its type's size:
/// nearly every value of an event that is no text.
[[nodiscard]] inline bool is_whole_unsigned(const Value& value) {
  constexpr auto kSizes = [] {
    std::array<uint8_t, 0x16> sizes{};
    sizes[static_cast<size_t>(ValueType::UInt8)] = 1;
    sizes[static_cast<size_t>(ValueType::UInt16)] = 2;
    sizes[static_cast<size_t>(ValueType::UInt32)] = 4;
    sizes[static_cast<size_t>(ValueType::UInt64)] = 8;
    sizes[static_cast<size_t>(ValueType::HexInt32)] = 4;
    sizes[static_cast<size_t>(ValueType::HexInt64)] = 8;
    return sizes;
  }();
  return value.type_byte < kSizes.size() && value.size != 0 &&
         value.size == kSizes[value.type_byte];
}

/// REQUIRES: is_whole_unsigned(value), kReadSlack readable bytes behind it.
[[nodiscard]] inline uint64_t whole_unsigned(const Value& value) {
  return load_le<uint64_t>(value.data) &
         (~uint64_t{0} >> (64 - 8 * value.size));
}

/// The end of what was written, and whether the value's size fits its type.
struct Printed {
  char* end;
  bool fits;
};

/// Room that put_value needs.
[[nodiscard]] constexpr size_t value_room(const Value& value) {
  constexpr size_t kLongestFixed = 64;
  return escaped_room(value.size) + kLongestFixed;
}

/// Writes the value's text in Windows' spelling to `to`. A Null has none. A
/// value whose size does not fit its type is printed as upper-case hexadecimal
/// bytes: nothing is lost and nothing is read that is not there.
/// REQUIRES: no array; value_room(value) characters of room; kReadSlack
/// readable bytes behind the value, except for Utf8.
template <Escape E>
Printed put_value(char* to, const Value& value);

/// The same into a Buffer, also for arrays, whose items get "," between them
/// (callers that can repeat something per item use ArrayItems instead).
/// Returns whether size and type fit.
bool append_value(Buffer& out, const Value& value, Escape escape);

/// The number that an integer type, a hexadecimal type or a text that spells
/// an integer stands for; negative ones as two's complement of 64 bits.
std::optional<uint64_t> integer_of(const Value& value);

/// The time that a FileTime, or a text in ISO 8601, stands for.
std::optional<Filetime> time_of(const Value& value);

/// Whether the value has no text: Null, a string that is empty or starts with
/// NUL, or nothing at all.
[[nodiscard]] inline bool is_empty_text(const Value& value) {
  if (value.is_null() || value.size == 0) {
    return true;
  }
  if (value.type_byte == static_cast<uint8_t>(ValueType::String)) {
    return value.size < 2 || load_le<uint16_t>(value.data) == 0;
  }
  return value.type_byte == static_cast<uint8_t>(ValueType::AnsiString) &&
         value.data[0] == 0;
}

/// The bytes of a string value up to its first NUL.
[[nodiscard]] ByteView text_bytes(const Value& value);

/// Walks the items of an array value: strings end at a NUL, all others have
/// their type's size; a last, shorter piece is an item too.
class ArrayItems {
 public:
  /// REQUIRES: array.is_array().
  explicit ArrayItems(const Value& array);

  /// The next item, or nothing behind the last.
  std::optional<Value> next();

 private:
  Value rest_;
  size_t item_size_;  // 0: NUL-terminated
};

/// How many items ArrayItems will give.
[[nodiscard]] size_t count_items(const Value& array);

}  // namespace eventlens
