// An article of a knowledge base, whatever the form of its page: what it is,
// and its text in lines, of which the form's own marks are gone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace eventlens::articles {

enum class LineKind : uint8_t {
  Blank,
  Text,
  Heading,   // the name of a section
  Rule,      // a line that only separates
  Citation,  // names another article: what it says is not said here
};

struct Line {
  std::string text;
  LineKind kind = LineKind::Text;
};

/// A row of a table whose cells the page itself tells apart.
struct TableRow {
  size_t line = 0;
  bool head = false;  // names the columns of those below
  std::vector<std::string> cells;
};

struct Page {
  std::string id;  // "Q281431", "KB938449" or the last part of the address
  std::string title;
  std::string url;
  std::string products;
  std::string last_modified;  // "2002-08-06"; empty where the page has none
  std::vector<Line> lines;
  std::vector<TableRow> rows;
};

/// Lines of text that stand together: the numbers [begin, end) of Page::lines.
struct Paragraph {
  size_t begin = 0;
  size_t end = 0;
  size_t blanks_before = 0;  // 0 also behind a heading, a rule, a citation
  size_t heading = 0;        // the number of the heading's line above
};

/// Stands for the place in front of all lines: the title, and the heading of
/// what stands under none.
inline constexpr size_t kNoLine = SIZE_MAX;

[[nodiscard]] std::vector<Paragraph> paragraphs_of(const Page& page);

/// The heading's text; empty for kNoLine, and for one that is too long to be
/// the name of a section.
[[nodiscard]] const std::string& heading_text(const Page& page, size_t heading);

/// Whether `text` is made of `mark` alone, at least three of them.
[[nodiscard]] bool is_row_of(std::string_view text, char mark);

}  // namespace eventlens::articles
