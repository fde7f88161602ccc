#include "evxml/references.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "base/utf8.h"

namespace eventlens::evxml {
namespace {

struct Entity {
  std::string_view name;
  char character;
};

constexpr std::array<Entity, 5> kEntities = {{{"amp;", '&'},
                                              {"lt;", '<'},
                                              {"gt;", '>'},
                                              {"quot;", '"'},
                                              {"apos;", '\''}}};

bool is_high_half(uint32_t c) { return c >= 0xD800 && c < 0xDC00; }
bool is_low_half(uint32_t c) { return c >= 0xDC00 && c < 0xE000; }

/// The digit's value; 16 or more where it is none.
uint32_t digit_of(char c) {
  if (c >= '0' && c <= '9') {
    return static_cast<uint32_t>(c - '0');
  }
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? static_cast<uint32_t>(lower - 'a' + 10)
                                      : 16;
}

/// The number of the reference that `at` begins with, which is then passed.
std::optional<uint32_t> take_number(std::string_view& at) {
  constexpr uint32_t kNoCharacter = 0x110000;
  if (!at.starts_with("&#")) {
    return std::nullopt;
  }
  const bool hexadecimal = at.size() > 2 && (at[2] == 'x' || at[2] == 'X');
  const uint32_t base = hexadecimal ? 16 : 10;
  const size_t first = hexadecimal ? 3 : 2;
  uint32_t number = 0;
  size_t end = first;
  for (; end < at.size() && digit_of(at[end]) < base; ++end) {
    number = number < kNoCharacter ? base * number + digit_of(at[end]) : number;
  }
  if (end == first || end == at.size() || at[end] != ';') {
    return std::nullopt;
  }
  at.remove_prefix(end + 1);
  return number;
}

/// The character that `at` begins with a reference to, which is then passed.
/// Two references may be the halves of a pair of UTF-16.
std::optional<uint32_t> take_reference(std::string_view& at) {
  for (const Entity& entity : kEntities) {
    if (at.substr(1).starts_with(entity.name)) {
      at.remove_prefix(1 + entity.name.size());
      return static_cast<uint32_t>(entity.character);
    }
  }
  const auto number = take_number(at);
  if (!number) {
    return std::nullopt;
  }
  if (is_high_half(*number)) {
    std::string_view behind = at;
    const auto low = take_number(behind);
    if (low && is_low_half(*low)) {
      at = behind;
      return 0x10000 + ((*number - 0xD800) << 10) + (*low - 0xDC00);
    }
  }
  const bool none = *number == 0 || *number > 0x10FFFF ||
                    is_high_half(*number) || is_low_half(*number);
  return none ? kReplacement : *number;
}

}  // namespace

size_t decode_references(char* text, size_t size) {
  std::string_view rest(text, size);
  char* to = text;
  for (;;) {
    const size_t plain = std::min(rest.find('&'), rest.size());
    std::memmove(to, rest.data(), plain);
    to += plain;
    rest.remove_prefix(plain);
    if (rest.empty()) {
      return static_cast<size_t>(to - text);
    }
    // No character takes more bytes than the shortest reference to it.
    if (const auto character = take_reference(rest)) {
      to = put_code_point(to, *character);
    } else {
      *to++ = '&';
      rest.remove_prefix(1);
    }
  }
}

}  // namespace eventlens::evxml
