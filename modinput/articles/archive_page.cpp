#include "articles/archive_page.h"

#include <algorithm>
#include <array>

#include "articles/markup.h"
#include "base/ascii.h"

namespace eventlens::articles {
namespace {

/// "06-AUG-2002" as "2002-08-06"; empty for anything else.
std::string iso_day(std::string_view text) {
  constexpr std::string_view kMonths = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
  constexpr size_t kSize = 11;
  if (text.size() != kSize || text[2] != '-' || text[6] != '-') {
    return {};
  }
  const size_t month = kMonths.find(text.substr(3, 3));
  const auto digits = [](std::string_view part) {
    return part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (month == std::string_view::npos || month % 3 != 0 ||
      !digits(text.substr(0, 2)) || !digits(text.substr(7))) {
    return {};
  }
  const size_t number = month / 3 + 1;
  return std::string(text.substr(7)) + (number < 10 ? "-0" : "-") +
         std::to_string(number) + "-" + std::string(text.substr(0, 2));
}

/// Where the article lies in the archive's pages: its number in six digits
/// gives the folder.
std::string archive_url(std::string_view number) {
  std::string padded(number);
  padded.insert(0, number.size() < 6 ? 6 - number.size() : 0, '0');
  return "https://jeffpar.github.io/kbarchive/kb/" + padded.substr(0, 3) +
         "/Q" + std::string(number) + "/";
}

/// Takes a line with its end off `text`; without one leading tab.
std::string_view take_line(std::string_view& text) {
  std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  if (line.starts_with('\t')) {
    line.remove_prefix(1);
  }
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) {
    line.remove_suffix(1);
  }
  return line;
}

bool is_rule(std::string_view line) {
  const std::string_view marks = trimmed(line);
  constexpr size_t kShortest = 20;  // shorter ones underline
  return marks.size() >= kShortest &&
         (is_row_of(marks, '-') || is_row_of(marks, '='));
}

/// Reads "Label: value" up to "Last Modified:", which is the last one. A line
/// without a label goes on with the value above.
void read_header(std::string_view& text, Page& page) {
  std::string* value = nullptr;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const size_t colon = line.find(':');
    const std::string_view label = line.substr(0, colon);
    const std::string_view rest =
        colon == std::string_view::npos ? line : line.substr(colon + 1);
    if (label == "Last Modified") {
      page.last_modified = iso_day(trimmed(rest));
      return;
    }
    if (label == "Product(s)") {
      value = &page.products;
      *value = trimmed(rest);
    } else if (colon != std::string_view::npos) {
      value = nullptr;
    } else if (value != nullptr && !trimmed(line).empty()) {
      *value += " " + std::string(trimmed(line));
    }
  }
}

/// Passes over the list of products between two rules, where there is one.
void skip_products(std::string_view& text) {
  std::string_view ahead = text;
  std::string_view line = take_line(ahead);
  while (trimmed(line).empty() && !ahead.empty()) {
    line = take_line(ahead);
  }
  if (!is_rule(line)) {
    return;
  }
  std::string_view behind = ahead;
  while (!behind.empty()) {
    if (is_rule(take_line(behind))) {
      text = behind;
      return;
    }
  }
}

/// What a line begins with once blanks, a bullet or a number are passed over.
std::string_view without_bullet(std::string_view line) {
  line = trimmed(line);
  if (line.starts_with("- ") || line.starts_with("* ")) {
    return trimmed(line.substr(1));
  }
  const size_t digits = line.find_first_not_of("0123456789");
  if (digits != 0 && digits != std::string_view::npos && line[digits] == '.') {
    return trimmed(line.substr(digits + 1));
  }
  return line;
}

/// "Q154690 Title of another article": Q and five or six digits.
bool cites_article(std::string_view line) {
  const std::string_view start = without_bullet(line);
  if (!start.starts_with('Q') && !start.starts_with("[Q")) {
    return false;
  }
  const std::string_view number = start.substr(start.find('Q') + 1);
  const size_t digits =
      std::min(number.find_first_not_of("0123456789"), number.size());
  return digits == 5 || digits == 6;
}

/// "TITLE     : ...": of another article too.
bool names_title(std::string_view line) {
  const std::string lower = lower_case(trimmed(line).substr(0, 20));
  return lower.starts_with("title") &&
         trimmed(std::string_view(lower).substr(5)).starts_with(':');
}

bool underlines(const Line& above, std::string_view marks) {
  constexpr size_t kTolerance = 3;
  const size_t size = trimmed(above.text).size();
  return above.kind == LineKind::Text &&
         (is_row_of(marks, '=') || is_row_of(marks, '-')) &&
         marks.size() <= size + kTolerance && size <= marks.size() + kTolerance;
}

class BodyReader {
 public:
  explicit BodyReader(Page& page) : lines_(page.lines) {}

  void add(std::string_view line) {
    const std::string_view marks = trimmed(line);
    if (!lines_.empty() && underlines(lines_.back(), marks)) {
      lines_.back().kind = LineKind::Heading;
      lines_.push_back({{}, LineKind::Blank});
      cited_ = 0;
    } else {
      const LineKind kind = kind_of(line, marks);
      lines_.push_back({std::string(line), kind});
    }
  }

 private:
  LineKind kind_of(std::string_view line, std::string_view marks) {
    constexpr size_t kTitleLines = 2;  // that a cited title goes on for
    if (marks.empty()) {
      cited_ = 0;
      return LineKind::Blank;
    }
    if (is_rule(line)) {
      cited_ = 0;
      return LineKind::Rule;
    }
    if (cites_article(line) || names_title(line)) {
      cited_ = kTitleLines;
      return LineKind::Citation;
    }
    if (cited_ > 0) {
      --cited_;
      return LineKind::Citation;
    }
    return LineKind::Text;
  }

  std::vector<Line>& lines_;
  size_t cited_ = 0;
};

/// The number behind "## Q" and the title behind its colon.
Status read_title(std::string_view text, Page& page, size_t& end) {
  constexpr std::string_view kStart = "\n## Q";
  const size_t at = text.find(kStart);
  const std::string_view line =
      at == std::string_view::npos
          ? std::string_view()
          : text.substr(at + kStart.size(),
                        text.find('\n', at + 1) - at - kStart.size());
  const std::string_view number = line.substr(0, line.find(':'));
  constexpr size_t kMostDigits = 6;
  if (number.empty() || number.size() > kMostDigits ||
      number.size() == line.size() ||
      number.find_first_not_of("0123456789") != std::string_view::npos) {
    return Error{ErrorCode::Malformed,
                 "no line \"## Q<number>: <title>\", which articles of the "
                 "archive have"};
  }
  page.id = "Q" + std::string(number);
  page.title = decode_entities(trimmed(line.substr(number.size() + 1)));
  page.url = archive_url(number);
  end = at + kStart.size() + line.size();
  return success();
}

}  // namespace

Expected<Page> parse_archive_page(std::string_view text) {
  Page page;
  size_t end = 0;
  RETURN_IF_ERROR(read_title(text, page, end));
  text.remove_prefix(end);
  read_header(text, page);
  skip_products(text);
  BodyReader reader(page);
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (lower_case(trimmed(line).substr(0, 22)) == "additional query words" ||
        line.starts_with("{% endraw %}")) {
      break;
    }
    reader.add(line);
  }
  return page;
}

}  // namespace eventlens::articles
