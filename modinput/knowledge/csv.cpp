#include "knowledge/csv.h"

#include <algorithm>
#include <optional>

namespace eventlens {
namespace {

std::string_view without_line_end(std::string_view line) {
  if (line.ends_with('\n')) {
    line.remove_suffix(1);
  }
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  return line;
}

bool has_odd_quotes(std::string_view text) {
  // Most rows have none, and find is faster than count.
  const size_t first = text.find('"');
  return first != std::string_view::npos &&
         std::count(text.begin() + static_cast<ptrdiff_t>(first), text.end(),
                    '"') %
                 2 !=
             0;
}

/// Takes a row with its line end off `text`. A line break inside quotes belongs
/// to the row: quotes come in pairs, so a row ends where their number is even.
/// Nothing where the text ends before that.
std::optional<std::string_view> take_row(std::string_view& text) {
  size_t end = 0;
  bool open_quote = false;
  do {
    const size_t begin = end;
    const size_t line_end = text.find('\n', begin);
    end = line_end == std::string_view::npos ? text.size() : line_end + 1;
    open_quote ^= has_odd_quotes(text.substr(begin, end - begin));
  } while (open_quote && end < text.size());
  const std::string_view row = text.substr(0, end);
  text.remove_prefix(end);
  return open_quote ? std::nullopt : std::optional(row);
}

/// Takes a cell that begins with a quote off `line`, up to its comma.
std::string take_quoted(std::string_view& line) {
  std::string cell;
  line.remove_prefix(1);
  for (;;) {
    const size_t end = std::min(line.find('"'), line.size());
    cell += line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
    if (!line.starts_with('"')) {
      break;
    }
    cell += '"';
    line.remove_prefix(1);
  }
  // What stands between the closing quote and the comma belongs to no cell of
  // RFC 4180; it is kept rather than lost.
  const std::string_view tail = line.substr(0, line.find(','));
  cell += tail;
  line.remove_prefix(tail.size());
  return cell;
}

/// Takes any other cell off `line`, up to its comma.
std::string_view take_plain(std::string_view& line) {
  const std::string_view cell = line.substr(0, line.find(','));
  line.remove_prefix(cell.size());
  return cell;
}

}  // namespace

CsvRow::CsvRow(std::string_view line, size_t cells) {
  cells_.reserve(cells);
  for (bool more = true; more;) {
    if (line.starts_with('"')) {
      unquoted_.push_back(std::make_unique<std::string>(take_quoted(line)));
      cells_.push_back(*unquoted_.back());
    } else {
      cells_.push_back(take_plain(line));
    }
    more = !line.empty();  // a comma: another cell follows
    line.remove_prefix(more ? 1 : 0);
  }
}

std::string Csv::cell(size_t row, size_t column) const {
  std::string_view line = rows_[row];
  for (size_t i = 0;; ++i) {
    std::string cell = line.starts_with('"') ? take_quoted(line)
                                             : std::string(take_plain(line));
    if (i == column) {
      return cell;
    }
    if (line.empty()) {
      return {};
    }
    line.remove_prefix(1);
  }
}

void append_csv_row(std::string& out, const std::vector<std::string>& cells) {
  bool first = true;
  for (const std::string& cell : cells) {
    out += first ? "" : ",";
    first = false;
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
      out += cell;
      continue;
    }
    out += '"';
    for (const char c : cell) {
      out += c == '"' ? "\"\"" : std::string(1, c);
    }
    out += '"';
  }
  out += '\n';
}

Expected<Csv> Csv::open(std::string_view text, std::string name) {
  Csv csv;
  csv.name_ = std::move(name);
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  constexpr size_t kUsualRowSize = 100;
  csv.rows_.reserve(text.size() / kUsualRowSize);
  while (!text.empty()) {
    const auto row = take_row(text);
    if (!row) {
      return Error{ErrorCode::Malformed, csv.name_ + ": a quote behind row " +
                                             std::to_string(csv.rows_.size()) +
                                             " never ends"};
    }
    const std::string_view line = without_line_end(*row);
    if (csv.header_.empty()) {
      const CsvRow header(line);
      for (size_t i = 0; i < header.size(); ++i) {
        csv.header_.emplace_back(header[i]);
      }
    } else if (!line.empty()) {
      csv.rows_.push_back(line);
    }
  }
  if (csv.header_.size() < 2) {
    return Error{ErrorCode::Malformed,
                 csv.name_ + ": no header line with at least two columns"};
  }
  return csv;
}

Expected<size_t> Csv::column(std::string_view header) const {
  const auto found = std::find(header_.begin(), header_.end(), header);
  if (found == header_.end()) {
    return Error{ErrorCode::NotFound,
                 name_ + ": no column \"" + std::string(header) + "\""};
  }
  return static_cast<size_t>(found - header_.begin());
}

Expected<CsvRow> Csv::row(size_t row) const {
  CsvRow cells(rows_[row]);
  if (cells.size() != header_.size()) {
    return Error{ErrorCode::Malformed,
                 name_ + ": row " + std::to_string(row + 2) + " has " +
                     std::to_string(cells.size()) + " cells, the header has " +
                     std::to_string(header_.size())};
  }
  return cells;
}

}  // namespace eventlens
