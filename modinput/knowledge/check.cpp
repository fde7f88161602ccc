#include "knowledge/check.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "base/ascii.h"
#include "base/number_text.h"
#include "base/utf8.h"
#include "knowledge/check_references.h"
#include "knowledge/check_rules.h"
#include "knowledge/code_table.h"
#include "knowledge/csv.h"
#include "knowledge/embedded.h"
#include "knowledge/table_list.h"

namespace eventlens {
namespace {

/// More of one file say nothing new: it is another file, or another form.
constexpr size_t kMaxFindingsPerFile = 100;

/// A cell for a message: short, in one line.
std::string shown(std::string_view cell) {
  constexpr size_t kLongest = 60;
  std::string text = "\"" + std::string(cell.substr(0, kLongest));
  for (char& c : text) {
    c = c >= 0 && c < ' ' ? ' ' : c;
  }
  return text + (cell.size() > kLongest ? "...\"" : "\"");
}

std::string row_name(size_t row) { return "row " + std::to_string(row); }

/// The line (from 1) with the first byte that is no UTF-8, or 0.
size_t line_of_bad_utf8(std::string_view text) {
  const auto* at = reinterpret_cast<const uint8_t*>(text.data());
  const auto* const end = at + text.size();
  size_t line = 1;
  while (at < end) {
    uint32_t c = 0;
    const size_t size = decode_utf8(at, end, c);
    if (size == 0) {
      return line;
    }
    line += *at == '\n' ? 1 : 0;
    at += size;
  }
  return 0;
}

bool is_snake_case(std::string_view name) {
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z' &&
         !name.ends_with('_') && name.find("__") == std::string_view::npos &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") ==
             std::string_view::npos;
}

using Header = std::vector<std::string>;

std::optional<size_t> place_of(const Header& header, std::string_view column) {
  const auto found = std::find(header.begin(), header.end(), column);
  return found == header.end()
             ? std::nullopt
             : std::optional(static_cast<size_t>(found - header.begin()));
}

/// What a key is sorted by: numbers by value, an empty one first, everything
/// else as lower-case text.
using KeyPart = std::pair<int64_t, std::string>;
using Key = std::vector<KeyPart>;

KeyPart key_part(std::string_view column, std::string_view cell) {
  const auto code =
      is_number_column(column) ? parse_code(cell) : std::optional<uint32_t>();
  return code ? KeyPart(*code, "") : KeyPart(-1, lower_case(cell));
}

/// The check of one file.
class FileCheck {
 public:
  FileCheck(const LookupText& file, CheckReport& report)
      : file_(file), report_(report), table_(table_info(file.table)) {}

  void run();

 private:
  void error(size_t row, std::string_view column, std::string found,
             std::string_view accepted) {
    report_.add({file_.file, row, std::string(column), std::move(found),
                 std::string(accepted), false});
  }
  void note(size_t row, std::string_view column, std::string found,
            std::string_view accepted) {
    report_.add({file_.file, row, std::string(column), std::move(found),
                 std::string(accepted), true});
  }

  void check_bytes();
  void check_header();
  void check_usual_columns();
  void check_row(size_t row, const CsvRow& cells);
  void check_cell(size_t row, const std::string& column, std::string_view cell);
  void check_list(size_t row, const std::string& column, std::string_view cell);
  void check_meaning(size_t row, const CsvRow& cells);
  void check_key(size_t row, const CsvRow& cells);

  const LookupText& file_;
  CheckReport& report_;
  const TableInfo* table_;
  Header header_;
  std::vector<std::pair<std::string, size_t>> keys_;  // key columns that exist
  std::map<Key, size_t> rows_of_keys_;
  std::optional<Key> previous_;
  bool told_of_order_ = false;
};

void FileCheck::run() {
  check_bytes();
  if (table_ == nullptr && !is_for_searches(file_.table)) {
    note(0, "", "a table that the program does not know",
         "its form alone is checked");
  }
  const auto csv = Csv::open(file_.text, file_.file);
  if (!csv.ok()) {
    const size_t name = file_.file.size() + 2;  // "file: "
    error(0, "", csv.error().message.substr(name), "a CSV file with a header");
    return;
  }
  header_ = csv->header();
  check_header();
  report_.rows += csv->row_count();
  for (size_t i = 0; i < csv->row_count(); ++i) {
    const CsvRow cells(csv->line(i));
    if (cells.size() != header_.size()) {
      error(i + 2, "", std::to_string(cells.size()) + " cells",
            std::to_string(header_.size()) + ", as many as the header has");
      continue;
    }
    check_row(i + 2, cells);
  }
}

void FileCheck::check_bytes() {
  if (file_.text.starts_with("\xEF\xBB\xBF")) {
    error(1, "", "a byte order mark in front of the header",
          "no mark, because Splunk takes it for a part of the first name");
  }
  if (const size_t line = line_of_bad_utf8(file_.text); line != 0) {
    error(0, "", "line " + std::to_string(line) + " is not UTF-8", "UTF-8");
  }
  if (file_.text.find('\r') != std::string_view::npos) {
    note(0, "", "carriage returns", "usual are line feeds alone at line ends");
  }
}

void FileCheck::check_header() {
  for (size_t i = 0; i < header_.size(); ++i) {
    if (!is_snake_case(header_[i])) {
      error(1, "", "a column named " + shown(header_[i]),
            "names of lower-case letters, digits and _");
    }
    if (*place_of(header_, header_[i]) != i) {
      error(1, header_[i], "the column stands there twice", "once");
    }
  }
  if (table_ == nullptr) {
    return;
  }
  for (const std::string_view column : list_items(table_->keys)) {
    if (const auto place = place_of(header_, column)) {
      keys_.emplace_back(column, *place);
    }
  }
  for (const std::string_view column : list_items(table_->columns)) {
    if (!place_of(header_, column)) {
      error(1, column, "the column is not there",
            "a file with it; the built-in table is used until then");
    }
  }
  const std::string first(list_items(table_->keys).front());
  if (place_of(header_, first).value_or(0) != 0) {
    error(1, first, "it is not the first column",
          "the key in front; the built-in table is used until then");
  }
  check_usual_columns();
}

/// What differs from the built-in table's columns, where there is one.
void FileCheck::check_usual_columns() {
  const std::string_view text = embedded_lookup(table_->name);
  const auto built_in = Csv::open(text.substr(0, text.find('\n')), file_.file);
  if (text.empty() || !built_in.ok()) {
    return;
  }
  const Header& usual = built_in->header();
  const auto needed = list_items(table_->columns);
  for (const std::string& column : header_) {
    if (!place_of(usual, column)) {
      note(1, column, "a column that the built-in table does not have",
           "searches can use it, the program does not");
    }
  }
  for (const std::string& column : usual) {
    if (!place_of(header_, column) &&
        std::find(needed.begin(), needed.end(), column) == needed.end()) {
      note(1, column, "the column of the built-in table is not there",
           "its cells count as empty");
    }
  }
}

void FileCheck::check_row(size_t row, const CsvRow& cells) {
  for (size_t i = 0; i < header_.size(); ++i) {
    check_cell(row, header_[i], cells[i]);
  }
  if (table_ != nullptr) {
    check_meaning(row, cells);
    check_key(row, cells);
  }
}

void FileCheck::check_cell(size_t row, const std::string& column,
                           std::string_view cell) {
  if (cell.find_first_of("\r\n\t") != std::string_view::npos) {
    error(row, column, shown(cell) + " has a line break or a tab",
          "text in one line");
    return;
  }
  if (trimmed(cell) != cell) {
    error(row, column, shown(cell) + " has blanks around it",
          "the text alone, because searches would not find it");
    return;
  }
  if (is_list_column(column)) {
    check_list(row, column, cell);
  }
  const CellRule* rule = cell_rule(table_, column);
  if (rule != nullptr && !rule->fits(cell)) {
    error(row, column, cell.empty() ? "nothing" : shown(cell), rule->accepted);
  }
}

void FileCheck::check_list(size_t row, const std::string& column,
                           std::string_view cell) {
  std::set<std::string_view> seen;
  for (const std::string_view item : list_items(cell)) {
    if (item.empty() || trimmed(item) != item) {
      error(row, column, "a list with an empty item or blanks: " + shown(cell),
            "items with ; between them");
      return;
    }
    if (!seen.insert(item).second) {
      note(row, column, shown(item) + " stands there twice", "once is enough");
    }
  }
  if (cell.ends_with(';')) {
    error(row, column, "a list that ends with ;: " + shown(cell),
          "items with ; between them");
  }
}

/// What several cells of a row say together.
void FileCheck::check_meaning(size_t row, const CsvRow& cells) {
  if (table_->name != "kb_events") {
    return;
  }
  const auto cell = [&](std::string_view column) {
    const auto place = place_of(header_, column);
    return place ? cells[*place] : std::string_view();
  };
  if (cell("event_id").empty() && cell("code").empty()) {
    error(row, "event_id", "neither an event nor a code", "one of them");
  } else if (cell("event_id").empty() && !cell("provider").empty()) {
    error(row, "provider", "a provider without an event", "an event_id too");
  }
}

void FileCheck::check_key(size_t row, const CsvRow& cells) {
  Key key;
  std::string columns;
  for (const auto& [column, place] : keys_) {
    key.push_back(key_part(column, cells[place]));
    columns += (columns.empty() ? "" : ", ") + column;
  }
  if (key.empty()) {
    return;
  }
  const auto [first, is_new] = rows_of_keys_.emplace(key, row);
  if (!is_new) {
    error(row, columns, "the same key as in " + row_name(first->second),
          "keys that differ in more than upper and lower case");
  }
  if (!told_of_order_ && previous_ && key < *previous_) {
    told_of_order_ = true;
    note(row, columns, "the rows are not sorted from here on",
         "sorted by key, two versions of a file are easier to compare");
  }
  previous_ = std::move(key);
}

}  // namespace

std::vector<LookupText> built_in_lookups() {
  std::vector<LookupText> files;
  for (const TableInfo& table : kTables) {
    const std::string_view text = embedded_lookup(table.name);
    if (!text.empty()) {
      files.push_back(
          {std::string(table.name), lookup_file_name(table.name), text});
    }
  }
  return files;
}

void CheckReport::add(Finding finding) {
  (finding.note ? notes : errors) += 1;
  if (++findings_of_files[finding.file] <= kMaxFindingsPerFile) {
    findings.push_back(std::move(finding));
  }
}

CheckReport check_lookups(const std::vector<LookupText>& files) {
  CheckReport report;
  for (const LookupText& file : files) {
    ++report.tables;
    FileCheck(file, report).run();
  }
  check_references(files, report);
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const Finding& a, const Finding& b) {
                     return std::tie(a.file, a.row) < std::tie(b.file, b.row);
                   });
  return report;
}

std::string finding_text(const Finding& finding) {
  std::string place = finding.file + ": ";
  if (finding.row != 0) {
    place += row_name(finding.row);
    place +=
        finding.column.empty() ? ": " : ", column " + finding.column + ": ";
  }
  return place + finding.found + "; " + (finding.note ? "" : "accepted: ") +
         finding.accepted;
}

}  // namespace eventlens
