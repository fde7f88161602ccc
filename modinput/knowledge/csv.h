// CSV (RFC 4180) with a header line: how the lookups are kept, so that Splunk
// and this program read the same files.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace eventlens {

/// A parsed table. Cells are views into the text it was parsed from, or, where
/// a cell had quotes, into the table itself; both must outlive them.
class Csv {
 public:
  /// Accepts LF and CRLF, a byte order mark, quoted cells with doubled quotes
  /// and line breaks. `name` stands in messages. A row with another number of
  /// cells than the header is left out and told in warnings(). Error:
  /// Malformed (no header, a quote that never ends).
  static Expected<Csv> parse(std::string_view text, const std::string& name);

  /// The number of the column, or Error NotFound naming table and column.
  Expected<size_t> column(std::string_view header) const;

  [[nodiscard]] size_t row_count() const {
    return header_.empty() ? 0 : cells_.size() / header_.size();
  }
  [[nodiscard]] std::string_view cell(size_t row, size_t column) const {
    return cells_[row * header_.size() + column];
  }
  [[nodiscard]] const std::vector<std::string>& warnings() const {
    return warnings_;
  }

 private:
  std::string name_;
  std::vector<std::string_view> header_;
  std::vector<std::string_view> cells_;
  std::deque<std::string> unquoted_;  // a deque keeps its strings in place
  std::vector<std::string> warnings_;
};

}  // namespace eventlens
