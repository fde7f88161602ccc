#include "knowledge/csv.h"

#include <algorithm>

namespace eventlens {
namespace {

/// Cuts the text into cells; `end_of_row` says whether a cell ended its row.
class CellReader {
 public:
  CellReader(std::string_view text, std::deque<std::string>& unquoted)
      : rest_(text), unquoted_(unquoted) {
    if (rest_.starts_with("\xEF\xBB\xBF")) {
      rest_.remove_prefix(3);
    }
  }

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] size_t line() const { return line_; }

  Expected<std::string_view> next(bool& end_of_row) {
    if (!rest_.empty() && rest_.front() == '"') {
      return quoted(end_of_row);
    }
    const size_t end = rest_.find_first_of(",\n");
    std::string_view cell = rest_.substr(0, end);
    rest_.remove_prefix(cell.size());
    end_of_row = finish_cell();
    if (end_of_row && cell.ends_with('\r')) {
      cell.remove_suffix(1);
    }
    return cell;
  }

 private:
  Expected<std::string_view> quoted(bool& end_of_row) {
    const size_t began_at_line = line_;
    rest_.remove_prefix(1);
    std::string cell;
    for (;;) {
      const size_t end = rest_.find('"');
      if (end == std::string_view::npos) {
        return Error{ErrorCode::Malformed,
                     "line " + std::to_string(began_at_line) +
                         ": a quote begins here and never ends"};
      }
      line_ += static_cast<size_t>(
          std::count(rest_.begin(), rest_.begin() + static_cast<long>(end),
                     '\n'));
      cell += rest_.substr(0, end);
      rest_.remove_prefix(end + 1);
      if (!rest_.starts_with('"')) {
        break;
      }
      cell += '"';
      rest_.remove_prefix(1);
    }
    // What stands between the closing quote and the comma belongs to no cell
    // of RFC 4180; it is kept rather than lost.
    const size_t end = rest_.find_first_of(",\n");
    std::string_view tail = rest_.substr(0, end);
    rest_.remove_prefix(tail.size());
    if (tail.ends_with('\r')) {
      tail.remove_suffix(1);
    }
    cell += tail;
    end_of_row = finish_cell();
    unquoted_.push_back(std::move(cell));
    return std::string_view(unquoted_.back());
  }

  /// Moves behind the separator; true where it was a line's end.
  bool finish_cell() {
    if (rest_.empty()) {
      return true;
    }
    const bool end_of_row = rest_.front() == '\n';
    line_ += end_of_row ? 1 : 0;
    rest_.remove_prefix(1);
    return end_of_row;
  }

  std::string_view rest_;
  std::deque<std::string>& unquoted_;
  size_t line_ = 1;
};

}  // namespace

Expected<Csv> Csv::parse(std::string_view text, const std::string& name) {
  Csv csv;
  csv.name_ = name;
  CellReader reader(text, csv.unquoted_);
  std::vector<std::string_view> row;
  while (!reader.at_end()) {
    row.clear();
    const size_t line = reader.line();
    bool end_of_row = false;
    while (!end_of_row) {
      auto cell = reader.next(end_of_row);
      if (!cell.ok()) {
        return std::move(cell).take_error().in(name);
      }
      row.push_back(*cell);
    }
    if (csv.header_.empty()) {
      csv.header_ = row;
    } else if (row.size() == csv.header_.size()) {
      csv.cells_.insert(csv.cells_.end(), row.begin(), row.end());
    } else if (row.size() > 1 || !row.front().empty()) {
      csv.warnings_.push_back(
          name + ": line " + std::to_string(line) + " has " +
          std::to_string(row.size()) + " cells, the header has " +
          std::to_string(csv.header_.size()) + "; the line is ignored");
    }
  }
  if (csv.header_.size() < 2) {
    return Error{ErrorCode::Malformed,
                 name + ": no header line with at least two columns"};
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

}  // namespace eventlens
