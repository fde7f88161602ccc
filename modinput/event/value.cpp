#include "event/value.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdio>

#include "base/identifiers.h"
#include "base/number_text.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace eventlens {
namespace {

// On-disk sizes per type: 0 = any. A Bool has four bytes in files ([MS-EVEN6]
// says one); SizeT has four or eight and is checked where it is printed.
constexpr std::array<uint8_t, 0x24> make_sizes() {
  std::array<uint8_t, 0x24> sizes{};
  const auto set = [&](ValueType type, uint8_t size) {
    sizes[static_cast<size_t>(type)] = size;
  };
  set(ValueType::Int8, 1);
  set(ValueType::UInt8, 1);
  set(ValueType::Int16, 2);
  set(ValueType::UInt16, 2);
  set(ValueType::Int32, 4);
  set(ValueType::UInt32, 4);
  set(ValueType::Int64, 8);
  set(ValueType::UInt64, 8);
  set(ValueType::Real32, 4);
  set(ValueType::Real64, 8);
  set(ValueType::Bool, 4);
  set(ValueType::Guid, 16);
  set(ValueType::FileTime, 8);
  set(ValueType::SystemTime, 16);
  set(ValueType::HexInt32, 4);
  set(ValueType::HexInt64, 8);
  return sizes;
}

constexpr auto kSizes = make_sizes();

size_t fixed_size(ValueType type) {
  const auto index = static_cast<size_t>(type);
  return index < kSizes.size() ? kSizes[index] : 0;
}

uint64_t load_unsigned(const Value& value) {
  switch (value.size) {
    case 1:
      return value.data[0];
    case 2:
      return load_le<uint16_t>(value.data);
    case 4:
      return load_le<uint32_t>(value.data);
    default:
      return load_le<uint64_t>(value.data);
  }
}

int64_t load_signed(const Value& value) {
  switch (value.size) {
    case 1:
      return static_cast<int8_t>(value.data[0]);
    case 2:
      return static_cast<int16_t>(load_le<uint16_t>(value.data));
    case 4:
      return static_cast<int32_t>(load_le<uint32_t>(value.data));
    default:
      return static_cast<int64_t>(load_le<uint64_t>(value.data));
  }
}

// Six decimals like Windows' own rendering; what is no number as Windows' C
// runtime spells it.
char* put_real(char* to, double value) {
  const auto put = [&](std::string_view text) {
    std::memcpy(to, text.data(), text.size());
    return to + text.size();
  };
  if (std::isnan(value)) {
    return put(std::signbit(value) ? "-1.#IND" : "1.#QNAN");
  }
  if (std::isinf(value)) {
    return put(value < 0 ? "-1.#INF" : "1.#INF");
  }
  // Beyond this "%f" would print up to 309 digits that mean nothing.
  constexpr double kLargestPlain = 1e17;
  std::array<char, 48> text;
  const int size =
      std::snprintf(text.data(), text.size(),
                    std::fabs(value) < kLargestPlain ? "%f" : "%.17g", value);
  return put({text.data(), static_cast<size_t>(size)});
}

Printed put_hexadecimal(char* to, const Value& value, bool fits) {
  return {put_hex_bytes(to, value.data, value.size), fits};
}

/// The types that events seldom have.
Printed put_rare(char* to, const Value& value, Escape escape) {
  const size_t size = fixed_size(value.type());
  if (size != 0 && size != value.size) {
    return put_hexadecimal(to, value, false);
  }
  switch (value.type()) {
    case ValueType::Int8:
    case ValueType::Int16:
    case ValueType::Int32:
    case ValueType::Int64:
      return {put_decimal(to, load_signed(value)), true};
    case ValueType::Real32:
      return {put_real(to, std::bit_cast<float>(load_le<uint32_t>(value.data))),
              true};
    case ValueType::Real64:
      return {
          put_real(to, std::bit_cast<double>(load_le<uint64_t>(value.data))),
          true};
    case ValueType::SystemTime:
      return {put_systemtime(to, value.data), true};
    case ValueType::AnsiString:
      return {put_ansi(to, value.bytes(), escape), true};
    case ValueType::Utf8:
      return {
          put_utf8(to, {reinterpret_cast<const char*>(value.data), value.size},
                   escape),
          true};
    case ValueType::SizeT:
      if (value.size == 4 || value.size == 8) {
        return {put_hex(to, load_unsigned(value)), true};
      }
      break;
    case ValueType::Binary:
      return put_hexadecimal(to, value, true);
    default:
      break;
  }
  return put_hexadecimal(to, value, value.size == 0);
}

Printed put_bool(char* to, const Value& value) {
  const bool yes = load_le<uint32_t>(value.data) != 0;
  std::memcpy(to, yes ? "true" : "false", 5);
  return {to + (yes ? 4 : 5), true};
}

bool append_array(Buffer& out, const Value& array, Escape escape) {
  ArrayItems items(array);
  bool fits = true;
  bool first = true;
  while (const auto item = items.next()) {
    if (!first) {
      out.append(',');
    }
    first = false;
    fits &= append_value(out, *item, escape);
  }
  return fits;
}

bool is_integer(ValueType type) {
  switch (type) {
    case ValueType::Int8:
    case ValueType::UInt8:
    case ValueType::Int16:
    case ValueType::UInt16:
    case ValueType::Int32:
    case ValueType::UInt32:
    case ValueType::Int64:
    case ValueType::UInt64:
    case ValueType::HexInt32:
    case ValueType::HexInt64:
      return true;
    default:
      return false;
  }
}

bool is_signed(ValueType type) {
  return type == ValueType::Int8 || type == ValueType::Int16 ||
         type == ValueType::Int32 || type == ValueType::Int64;
}

/// The start of a text as plain characters, for parsing numbers and times;
/// longer or wider text is neither.
class ShortText {
 public:
  explicit ShortText(const Value& value) {
    const ByteView bytes = text_bytes(value);
    const size_t step = value.type() == ValueType::String ? 2 : 1;
    for (size_t i = 0; i + step <= bytes.size(); i += step) {
      if (size_ == text_.size() || (step == 2 && bytes[i + 1] != 0)) {
        size_ = 0;
        return;
      }
      text_[size_++] = static_cast<char>(bytes[i]);
    }
  }
  [[nodiscard]] std::string_view view() const { return {text_.data(), size_}; }

 private:
  std::array<char, 40> text_;
  size_t size_ = 0;
};

bool is_text(ValueType type) {
  return type == ValueType::String || type == ValueType::AnsiString ||
         type == ValueType::Utf8;
}

}  // namespace

template <Escape E>
Printed put_value(char* to, const Value& value) {
  switch (static_cast<ValueType>(value.type_byte)) {
    case ValueType::String:
      return {put_utf16<E>(to, value.bytes()), value.size % 2 == 0};
    case ValueType::Null:
      return {to, true};
    case ValueType::UInt8:
    case ValueType::UInt16:
    case ValueType::UInt32:
    case ValueType::UInt64:
      if (is_whole_unsigned(value)) {
        return {put_decimal(to, whole_unsigned(value)), true};
      }
      break;
    case ValueType::HexInt32:
    case ValueType::HexInt64:
      if (is_whole_unsigned(value)) {
        return {put_hex(to, whole_unsigned(value)), true};
      }
      break;
    case ValueType::Guid:
      if (value.size == 16) {
        return {put_guid(to, value.data), true};
      }
      break;
    case ValueType::FileTime:
      if (value.size == 8) {
        return {put_filetime(to, load_le<uint64_t>(value.data)), true};
      }
      break;
    case ValueType::Bool:
      if (value.size == 4) {
        return put_bool(to, value);
      }
      break;
    case ValueType::Sid: {
      char* const end = put_sid(to, value.bytes());
      if (end > to) {
        return {end, is_whole_sid(value.bytes())};
      }
      return put_hexadecimal(to, value, value.size == 0);
    }
    default:
      return put_rare(to, value, E);
  }
  return put_hexadecimal(to, value, false);
}

template Printed put_value<Escape::Raw>(char*, const Value&);
template Printed put_value<Escape::XmlText>(char*, const Value&);
template Printed put_value<Escape::XmlAttribute>(char*, const Value&);
template Printed put_value<Escape::Json>(char*, const Value&);

namespace {

Printed put_value_as(char* to, const Value& value, Escape escape) {
  switch (escape) {
    case Escape::Raw:
      return put_value<Escape::Raw>(to, value);
    case Escape::XmlText:
      return put_value<Escape::XmlText>(to, value);
    case Escape::XmlAttribute:
      return put_value<Escape::XmlAttribute>(to, value);
    case Escape::Json:
      return put_value<Escape::Json>(to, value);
  }
  return {to, true};
}

}  // namespace

bool append_value(Buffer& out, const Value& value, Escape escape) {
  if (value.is_array()) {
    return append_array(out, value, escape);
  }
  const Printed printed =
      put_value_as(out.reserve(value_room(value)), value, escape);
  out.commit_to(printed.end);
  return printed.fits;
}

std::optional<uint64_t> integer_of(const Value& value) {
  const ValueType type = value.type();
  if (value.is_array()) {
    return std::nullopt;
  }
  if (is_integer(type) && value.size == fixed_size(type)) {
    return is_signed(type) ? static_cast<uint64_t>(load_signed(value))
                           : load_unsigned(value);
  }
  if (is_text(type)) {
    return parse_integer(ShortText(value).view());
  }
  return std::nullopt;
}

std::optional<Filetime> time_of(const Value& value) {
  if (value.type_byte == static_cast<uint8_t>(ValueType::FileTime) &&
      value.size == 8) {
    return load_le<uint64_t>(value.data);
  }
  if (!value.is_array() && is_text(value.type())) {
    return parse_filetime(ShortText(value).view());
  }
  return std::nullopt;
}

void ValueList::grow(size_t count) {
  const size_t capacity = 2 * (size_ + count) + 64;
  auto values = std::make_unique_for_overwrite<Value[]>(capacity);
  std::copy_n(values_.get(), size_, values.get());
  values_ = std::move(values);
  capacity_ = capacity;
}

namespace {

/// Bytes of UTF-16 text in front of its first NUL. REQUIRES: kReadSlack
/// readable bytes behind the text.
size_t utf16_size(const uint8_t* text, size_t size) {
  size_t at = 0;
#if defined(__SSE2__)
  for (; at < size; at += 16) {
    const __m128i units =
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + at));
    const int zeros =
        _mm_movemask_epi8(_mm_cmpeq_epi16(units, _mm_setzero_si128()));
    if (zeros != 0) {
      at += static_cast<size_t>(std::countr_zero(static_cast<uint32_t>(zeros)));
      break;
    }
  }
  return std::min(at, size & ~size_t{1});
#else
  while (at + 2 <= size && load_le<uint16_t>(text + at) != 0) {
    at += 2;
  }
  return at;
#endif
}

}  // namespace

ByteView text_bytes(const Value& value) {
  if (value.type() == ValueType::String) {
    return value.bytes().first(utf16_size(value.data, value.size));
  }
  if (value.type() == ValueType::AnsiString) {
    size_t size = 0;
    while (size < value.size && value.data[size] != 0) {
      ++size;
    }
    return value.bytes().first(size);
  }
  return value.bytes();
}

ArrayItems::ArrayItems(const Value& array)
    : rest_{array.data, array.size, static_cast<uint8_t>(array.type())},
      item_size_(fixed_size(array.type())) {
  if (array.type() == ValueType::Sid) {
    return;
  }
  if (item_size_ == 0 && !is_text(array.type())) {
    // No size is known for the item's type: the whole is one item.
    item_size_ = array.size;
  }
}

std::optional<Value> ArrayItems::next() {
  if (rest_.size == 0) {
    return std::nullopt;
  }
  size_t size = item_size_;
  size_t skip = 0;
  if (rest_.type() == ValueType::Sid) {
    // A SID says its own length ([MS-DTYP] 2.4.2.2).
    size = rest_.size < 2 ? rest_.size : size_t{8} + size_t{4} * rest_.data[1];
  } else if (item_size_ == 0) {
    size = text_bytes(rest_).size();
    skip = rest_.type() == ValueType::String ? 2 : 1;
  }
  size = size < rest_.size ? size : rest_.size;
  skip = skip < rest_.size - size ? skip : rest_.size - size;
  const Value item{rest_.data, static_cast<uint32_t>(size), rest_.type_byte};
  rest_.data += size + skip;
  rest_.size -= static_cast<uint32_t>(size + skip);
  return item;
}

size_t count_items(const Value& array) {
  ArrayItems items(array);
  size_t count = 0;
  while (items.next()) {
    ++count;
  }
  return count;
}

}  // namespace eventlens
