#include "articles/page.h"

namespace eventlens::articles {

std::vector<Paragraph> paragraphs_of(const Page& page) {
  std::vector<Paragraph> paragraphs;
  size_t heading = kNoLine;
  size_t blanks = 0;
  bool open = false;
  for (size_t i = 0; i < page.lines.size(); ++i) {
    const LineKind kind = page.lines[i].kind;
    if (kind == LineKind::Text) {
      if (!open) {
        paragraphs.push_back({i, i, blanks, heading});
      }
      paragraphs.back().end = i + 1;
      open = true;
      continue;
    }
    blanks = kind == LineKind::Blank ? (open ? 1 : blanks + 1) : 0;
    open = false;
    heading = kind == LineKind::Heading ? i : heading;
  }
  return paragraphs;
}

const std::string& heading_text(const Page& page, size_t heading) {
  static const std::string none;
  constexpr size_t kLongest = 400;
  const bool is_name = heading < page.lines.size() &&
                       page.lines[heading].text.size() <= kLongest;
  return is_name ? page.lines[heading].text : none;
}

bool is_row_of(std::string_view text, char mark) {
  constexpr size_t kShortest = 3;
  return text.size() >= kShortest &&
         text.find_first_not_of(mark) == std::string_view::npos;
}

}  // namespace eventlens::articles
