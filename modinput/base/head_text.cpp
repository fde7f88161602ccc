#include "base/head_text.h"

#include <algorithm>

namespace eventlens {

std::string describe_head(ByteView head) {
  constexpr size_t kShown = 16;
  constexpr char kDigits[] = "0123456789abcdef";
  if (head.empty()) {
    return "it is empty";
  }
  head = head.first(std::min(head.size(), kShown));
  const bool is_text = std::all_of(head.begin(), head.end(), [](uint8_t c) {
    return c >= 0x20 && c < 0x7F;
  });
  if (is_text) {
    return "it begins with \"" + std::string(head.begin(), head.end()) + '"';
  }
  std::string text = "it begins with the bytes";
  for (const uint8_t byte : head) {
    text += {' ', kDigits[byte >> 4], kDigits[byte & 0xF]};
  }
  return text;
}

}  // namespace eventlens
