#include "articles/support_page.h"

#include <algorithm>

#include "articles/markup.h"
#include "articles/words.h"
#include "base/ascii.h"

namespace eventlens::articles {
namespace {

/// Takes a line with its end off `text`.
std::string_view take_line(std::string_view& text) {
  std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) {
    line.remove_suffix(1);
  }
  return line;
}

/// The page's address. In 2023 the folder "identity" became
/// "active-directory".
std::string support_url(std::string_view path) {
  std::string place(path.substr(0, path.find_last_of('.')));
  constexpr std::string_view kOld = "windows-server/identity/";
  if (place.starts_with(kOld)) {
    place = "windows-server/active-directory/" + place.substr(kOld.size());
  }
  return "https://learn.microsoft.com/en-us/troubleshoot/" + place;
}

std::string_view family_of(std::string_view path) {
  return path.starts_with("windows-client/") ? "Windows client"
                                             : "Windows Server";
}

/// The digits behind "Original KB number:", which may be followed by others.
std::string kb_number(std::string_view line) {
  const std::string plain = plain_line(line);
  const size_t first = plain.find_first_of("0123456789");
  if (first == std::string::npos) {
    return {};
  }
  const std::string number =
      plain.substr(first, plain.find_first_not_of("0123456789", first) - first);
  constexpr size_t kShortest = 5;
  constexpr size_t kLongest = 8;
  return number.size() >= kShortest && number.size() <= kLongest
             ? number
             : std::string();
}

class BodyReader {
 public:
  explicit BodyReader(Page& page) : page_(page) {}

  void add(std::string_view line) {
    const std::string_view text = trimmed(line);
    if (text.starts_with("```")) {
      fence(text.substr(3));
      return;
    }
    if (in_script_) {
      page_.lines.push_back({{}, LineKind::Blank});
    } else if (!in_fence_ && text.starts_with('#')) {
      heading(text);
    } else if (text.starts_with("|")) {
      row(text);
    } else {
      plain(text);
    }
  }

 private:
  /// What a script prints or says is no evidence; printed events stand in
  /// "output" or nothing.
  void fence(std::string_view language) {
    in_fence_ = !in_fence_;
    const std::string name = lower_case(trimmed(language));
    in_script_ = in_fence_ && !name.empty() && name != "output" &&
                 name != "xml" && name != "console";
    page_.lines.push_back({{}, LineKind::Blank});
  }

  void heading(std::string_view text) {
    const size_t name = std::min(text.find_first_not_of('#'), text.size());
    const std::string plain = plain_line(trimmed(text.substr(name)));
    if (page_.title.empty() && name == 1) {
      page_.title = plain;
      return;
    }
    page_.lines.push_back({plain, LineKind::Heading});
  }

  /// A row of a table; in the text its cells stand three blanks apart.
  void row(std::string_view text) {
    constexpr std::string_view kRuler = "|-: ";
    if (text.find_first_not_of(kRuler) == std::string_view::npos) {
      if (!page_.rows.empty() && !page_.lines.empty() &&
          page_.rows.back().line + 1 == page_.lines.size()) {
        page_.rows.back().head = true;
      }
      return;
    }
    TableRow row{page_.lines.size(), false, {}};
    std::string line;
    text.remove_prefix(1);
    while (!text.empty()) {
      const std::string_view cell = text.substr(0, text.find('|'));
      text.remove_prefix(std::min(cell.size() + 1, text.size()));
      row.cells.emplace_back(trimmed(plain_line(cell)));
      line += row.cells.back() + "   ";
    }
    page_.lines.push_back({line, LineKind::Text});
    page_.rows.push_back(std::move(row));
  }

  void plain(std::string_view text) {
    while (text.starts_with('>')) {
      text = trimmed(text.substr(1));
    }
    if (text.starts_with("_Original KB number:_") && page_.id.empty()) {
      const std::string number = kb_number(text);
      page_.id = number.empty() ? "" : "KB" + number;
      return;
    }
    if (text.starts_with("[!") || text.starts_with("_Applies to:_")) {
      page_.lines.push_back({{}, LineKind::Blank});
      return;
    }
    // A bullet begins a paragraph of its own.
    const bool bullet = text.starts_with("- ") || text.starts_with("* ");
    if (bullet) {
      page_.lines.push_back({{}, LineKind::Blank});
    }
    const std::string shown = plain_line(text);
    page_.lines.push_back(
        {shown, trimmed(shown).empty() ? LineKind::Blank : LineKind::Text});
  }

  Page& page_;
  bool in_fence_ = false;
  bool in_script_ = false;
};

}  // namespace

Expected<Page> parse_support_page(std::string_view text,
                                  std::string_view path) {
  Page page;
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  if (take_line(text) != "---") {
    return Error{ErrorCode::Malformed,
                 "no head between lines of \"---\", which pages of the support "
                 "articles have"};
  }
  std::string head_title;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line == "---") {
      break;
    }
    constexpr std::string_view kTitle = "title:";
    if (line.starts_with(kTitle)) {
      head_title = decode_entities(trimmed(line.substr(kTitle.size())));
    }
  }
  page.url = support_url(path);
  page.products = family_of(path);
  BodyReader reader(page);
  while (!text.empty()) {
    reader.add(take_line(text));
  }
  page.title = page.title.empty() ? head_title : page.title;
  if (page.title.empty()) {
    return Error{ErrorCode::Malformed,
                 "no title, neither in the head nor as "
                 "the first heading"};
  }
  if (page.id.empty()) {
    page.id = page.url.substr(page.url.find_last_of('/') + 1);
  }
  return page;
}

}  // namespace eventlens::articles
