#include "knowledge/check_references.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "base/ascii.h"
#include "knowledge/code_table.h"
#include "knowledge/csv.h"
#include "knowledge/embedded.h"
#include "knowledge/search_views.h"
#include "knowledge/table_list.h"

namespace eventlens {
namespace {

using Files = std::vector<LookupText>;

const LookupText* file_of(const Files& files, std::string_view table) {
  const auto found =
      std::find_if(files.begin(), files.end(),
                   [&](const LookupText& file) { return file.table == table; });
  return found == files.end() ? nullptr : &*found;
}

std::string_view text_of(const Files& files, std::string_view table) {
  const LookupText* file = file_of(files, table);
  return file == nullptr ? embedded_lookup(table) : file->text;
}

/// Calls `visit` with the column's cell of every row, and the row's number as
/// an editor counts; not at all where the text is no table.
void for_each_cell(
    std::string_view text, std::string_view column,
    const std::function<void(std::string_view cell, size_t row)>& visit) {
  const auto csv = Csv::open(text, "");
  if (!csv.ok()) {
    return;
  }
  const auto place = csv->column(column);
  for (size_t i = 0; place.ok() && i < csv->row_count(); ++i) {
    visit(CsvRow(csv->line(i))[*place], i + 2);
  }
}

class References {
 public:
  References(const Files& files, CheckReport& report)
      : files_(files), report_(report) {}

  void check_code_tables();
  void check_articles();
  void check_codes();
  void check_views();

 private:
  void error(const LookupText& file, size_t row, std::string_view column,
             std::string found, std::string_view accepted) {
    report_.add({file.file, row, std::string(column), std::move(found),
                 std::string(accepted), false});
  }
  std::set<uint32_t> codes_of(std::string_view table) const;

  const Files& files_;
  CheckReport& report_;
};

void References::check_code_tables() {
  const LookupText* fields = file_of(files_, "coded_fields");
  if (fields == nullptr) {
    return;
  }
  for_each_cell(
      fields->text, "code_tables", [&](std::string_view cell, size_t row) {
        for (const std::string_view name : list_items(cell)) {
          const TableInfo* table = table_info(name);
          if (table == nullptr || table->kind == TableKind::Rows) {
            error(*fields, row, "code_tables",
                  "there is no code table \"" + std::string(name) + "\"",
                  "code tables without eventlens_, such as ntstatus");
          } else if (text_of(files_, name).empty()) {
            error(*fields, row, "code_tables",
                  lookup_file_name(name) + " is not there", "a table that is");
          }
        }
      });
}

void References::check_articles() {
  const LookupText* links = file_of(files_, "kb_events");
  if (links == nullptr) {
    return;
  }
  std::set<std::string> known;
  for_each_cell(
      text_of(files_, "kb_articles"), "article",
      [&](std::string_view cell, size_t) { known.insert(lower_case(cell)); });
  for_each_cell(links->text, "article", [&](std::string_view cell, size_t row) {
    if (!cell.empty() && !known.contains(lower_case(cell))) {
      error(*links, row, "article",
            "\"" + std::string(cell) + "\" is no article",
            "one of " + lookup_file_name("kb_articles"));
    }
  });
}

std::set<uint32_t> References::codes_of(std::string_view table) const {
  std::set<uint32_t> codes;
  for_each_cell(text_of(files_, table), "code",
                [&](std::string_view cell, size_t) {
                  if (const auto code = parse_code(cell)) {
                    codes.insert(*code);
                  }
                });
  return codes;
}

void References::check_codes() {
  const LookupText* links = file_of(files_, "kb_events");
  if (links == nullptr) {
    return;
  }
  std::map<std::string_view, std::set<uint32_t>> known;  // by table
  for_each_cell(links->text, "code", [&](std::string_view cell, size_t row) {
    constexpr size_t kStatusSize = 10;  // shorter ones are Kerberos codes
    const auto code = parse_code(cell);
    if (!code) {
      return;
    }
    const std::string_view table =
        cell.size() == kStatusSize ? "ntstatus" : "kerberos_failure_codes";
    const auto codes = known.find(table) == known.end()
                           ? known.emplace(table, codes_of(table)).first
                           : known.find(table);
    if (!codes->second.contains(*code)) {
      error(*links, row, "code",
            "the code " + std::string(cell) + " is in no table",
            "one of " + lookup_file_name(table));
    }
  });
}

void References::check_views() {
  const auto views = make_search_views({text_of(files_, "kb_articles"),
                                        text_of(files_, "kb_events"),
                                        text_of(files_, "access_masks")});
  if (!views.ok()) {
    return;  // the source's own check says why
  }
  for (const SearchView& view : *views) {
    const LookupText* file = file_of(files_, view.table);
    if (file != nullptr && file->text != view.text) {
      error(*file, 0, "", "it does not say what the other tables say now",
            "what `eventlens knowledge views` writes");
    }
  }
}

}  // namespace

void check_references(const std::vector<LookupText>& files,
                      CheckReport& report) {
  References references(files, report);
  references.check_code_tables();
  references.check_articles();
  references.check_codes();
  references.check_views();
}

}  // namespace eventlens
