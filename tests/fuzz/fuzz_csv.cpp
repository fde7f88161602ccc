// Any bytes as a lookup: cut into rows and cells, and used as a code table.
#include "knowledge/code_table.h"
#include "knowledge/csv.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace eventlens;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto csv = Csv::open(text, "fuzz.csv");
  if (!csv.ok()) {
    return 0;
  }
  for (size_t i = 0; i < csv->row_count(); ++i) {
    (void)csv->row(i);
  }
  const CodeTable table(
      "fuzz", [&] { return &*csv; }, [](const std::string&) {});
  (void)table.find(0x18);
  (void)table.entries();
  return 0;
}
