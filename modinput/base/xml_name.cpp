#include "base/xml_name.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace eventlens {
namespace {

struct Range {
  uint16_t first;
  uint16_t last;
};

constexpr std::array<Range, 15> kStart = {{{':', ':'},
                                           {'A', 'Z'},
                                           {'_', '_'},
                                           {'a', 'z'},
                                           {0xC0, 0xD6},
                                           {0xD8, 0xF6},
                                           {0xF8, 0x2FF},
                                           {0x370, 0x37D},
                                           {0x37F, 0x1FFF},
                                           {0x200C, 0x200D},
                                           {0x2070, 0x218F},
                                           {0x2C00, 0x2FEF},
                                           {0x3001, 0xD7FF},
                                           {0xF900, 0xFDCF},
                                           {0xFDF0, 0xFFFD}}};
constexpr std::array<Range, 5> kMore = {
    {{'-', '.'}, {'0', '9'}, {0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}}};

template <size_t N>
bool is_among(uint32_t c, const std::array<Range, N>& ranges) {
  return std::any_of(ranges.begin(), ranges.end(), [c](const Range& range) {
    return c >= range.first && c <= range.last;
  });
}

}  // namespace

bool is_xml_name_start(uint32_t c) { return is_among(c, kStart); }
bool is_xml_name_more(uint32_t c) { return is_among(c, kMore); }

std::string to_xml_name(std::string_view name) {
  std::string fit;
  fit.reserve(name.size());
  const auto* at = reinterpret_cast<const uint8_t*>(name.data());
  const uint8_t* const end = at + name.size();
  while (at < end) {
    uint32_t c = 0;
    const size_t size = decode_utf8(at, end, c);
    const bool start = size > 0 && is_xml_name_start(c);
    if (!start && fit.empty()) {
      fit += '_';
    }
    if (start || (size > 0 && is_xml_name_more(c))) {
      fit.append(reinterpret_cast<const char*>(at), size);
    } else {
      fit += '_';
    }
    at += size == 0 ? 1 : size;
  }
  return fit.empty() ? "_" : fit;
}

}  // namespace eventlens
