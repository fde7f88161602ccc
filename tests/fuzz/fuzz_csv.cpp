// Any bytes as a lookup: cut into rows and cells, and used as a code table of
// each kind.
#include "base/ascii.h"
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
    for (size_t cell = 0; row.ok() && cell <= row->size(); ++cell) {
      if (csv.cell(i, cell) != (*row)[cell]) {
        test::found("a cell that differs from its row's");
      }
    }
    if (row.ok() && row->size() < 2) {
      test::found("a row of one cell", std::string(csv.line(i)));
    }
    if (!row.ok() && row.error().message.find(csv.name()) != 0) {
      test::found("an error that does not name the table", row.error().message);
    }
  }
}

constexpr TableInfo kNumbers = {"n", TableKind::Numbers, CodeSpelling::None,
                                "code", "code"};
constexpr TableInfo kBits = {"b", TableKind::Bits, CodeSpelling::None, "code",
                             "code"};
constexpr TableInfo kObjectBits = {
    "o", TableKind::ObjectBits, CodeSpelling::None, "object_type;code", "code"};
constexpr TableInfo kTexts = {"t", TableKind::Texts, CodeSpelling::None, "sid",
                              "sid"};

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

/// The bits that are found and those that are not make the mask, unless it has
/// a row of its own.
void check_bits(const CodeTable& table, uint32_t mask) {
  std::vector<const CodeEntry*> found;
  const uint32_t unknown = table.find_bits(mask, {{"File", "a"}}, found);
  uint32_t whole = unknown;
  for (const CodeEntry* entry : found) {
    whole |= entry->code;
  }
  if (whole != mask) {
    test::found("bits that are not those of the mask");
  }
  for (const CodeEntry* entry : table.entries()) {
    (void)table.cells(*entry);
  }
}

/// A text that the table lists finds a row.
void check_texts(const CodeTable& table) {
  for (const CodeEntry* entry : table.entries()) {
    if (entry->spelling.find('*') == std::string_view::npos &&
        entry->spelling == trimmed(entry->spelling) &&
        table.find(entry->spelling) == nullptr) {
      test::found("a text that is listed is not found");
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
  const auto open = [&] { return &*csv; };
  const auto ignore = [](const std::string&) {};
  check_codes(CodeTable(kNumbers, open, ignore));
  for (const uint32_t mask : {0U, 1U, 0x1F01FFU, 0xFFFFFFFFU}) {
    check_bits(CodeTable(kBits, open, ignore), mask);
    check_bits(CodeTable(kObjectBits, open, ignore), mask);
  }
  const auto sid = csv->column("sid");
  if (sid.ok() && *sid == 0) {
    check_texts(CodeTable(kTexts, open, ignore));
  }
  return 0;
}
