#include "articles/plain_cell.h"

#include <array>
#include <cstdint>

#include "base/utf8.h"

namespace eventlens::articles {
namespace {

struct Substitute {
  uint32_t first;
  uint32_t last;
  std::string_view text;
};
constexpr auto kSubstitutes = std::to_array<Substitute>({
    {0xA0, 0xA0, " "},       {0xA9, 0xA9, "(c)"},    {0xAE, 0xAE, "(R)"},
    {0xC0, 0xC5, "A"},       {0xC7, 0xC7, "C"},      {0xC8, 0xCB, "E"},
    {0xCC, 0xCF, "I"},       {0xD1, 0xD1, "N"},      {0xD2, 0xD6, "O"},
    {0xD9, 0xDC, "U"},       {0xDF, 0xDF, "ss"},     {0xE0, 0xE5, "a"},
    {0xE7, 0xE7, "c"},       {0xE8, 0xEB, "e"},      {0xEC, 0xEF, "i"},
    {0xF1, 0xF1, "n"},       {0xF2, 0xF6, "o"},      {0xF9, 0xFC, "u"},
    {0x2000, 0x200A, " "},   {0x200B, 0x200D, ""},   {0x2010, 0x2015, "-"},
    {0x2018, 0x201B, "'"},   {0x201C, 0x201F, "\""}, {0x2022, 0x2022, "-"},
    {0x2026, 0x2026, "..."}, {0x202F, 0x202F, " "},  {0x2122, 0x2122, "(TM)"},
    {0xFEFF, 0xFEFF, ""},
});

std::string_view substitute(uint32_t c) {
  for (const Substitute& one : kSubstitutes) {
    if (c >= one.first && c <= one.last) {
      return one.text;
    }
  }
  return "?";
}

}  // namespace

std::string plain_cell(std::string_view text) {
  std::string cell;
  const auto* at = reinterpret_cast<const uint8_t*>(text.data());
  const auto* const end = at + text.size();
  while (at < end) {
    uint32_t c = 0;
    const size_t size = decode_utf8(at, end, c);
    c = size == 0 ? from_windows_1252(*at) : c;
    at += size == 0 ? 1 : size;
    constexpr uint32_t kDelete = 0x7F;
    const bool ascii = c > ' ' && c < kDelete;
    const std::string_view shown = c <= ' ' || c == kDelete ? " "
                                   : ascii                  ? std::string_view()
                                                            : substitute(c);
    if (ascii) {
      cell += static_cast<char>(c);
    } else if (shown != " ") {
      cell += shown;
    } else if (!cell.empty() && cell.back() != ' ') {
      cell += ' ';
    }
  }
  while (cell.ends_with(' ')) {
    cell.pop_back();
  }
  return cell;
}

}  // namespace eventlens::articles
