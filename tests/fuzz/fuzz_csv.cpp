// Any bytes as a lookup: cut into rows and cells, and used as a code table.
#include "found.h"
#include "knowledge/code_table.h"
#include "knowledge/csv.h"

namespace {

using namespace eventlens;

/// Every row is the cells that the header announces, or an error that names
/// the table.
void check_rows(const Csv& csv, size_t size) {
  if (csv.row_count() > size) {
    test::found("more rows than bytes");
  }
  for (size_t i = 0; i < csv.row_count(); ++i) {
    const auto row = csv.row(i);
    if (row.ok() && row->size() < 2) {
      test::found("a row of one cell", std::string(csv.line(i)));
    }
    if (!row.ok() && row.error().message.find(csv.name()) != 0) {
      test::found("an error that does not name the table", row.error().message);
    }
  }
}

/// What the table lists is what it finds; codes ascend.
void check_codes(const CodeTable& table) {
  const auto entries = table.entries();
  for (size_t i = 0; i < entries.size(); ++i) {
    if (table.find(entries[i]->code) != entries[i]) {
      test::found("a code that is listed is not found");
    }
    if (i > 0 && entries[i]->code <= entries[i - 1]->code) {
      test::found("codes that do not ascend");
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto csv = Csv::open(text, "fuzz.csv");
  if (!csv.ok()) {
    return 0;
  }
  check_rows(*csv, size);
  const CodeTable table(
      "fuzz", [&] { return &*csv; }, [](const std::string&) {});
  check_codes(table);
  return 0;
}
