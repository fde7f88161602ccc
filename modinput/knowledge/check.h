// Whether the lookups are as docs/lookups.md says: for those who edit them.
//
// An error is what the program or a search would ignore, misread or never
// find. A note is what only differs from the usual form.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace eventlens {

struct Finding {
  std::string file;
  size_t row = 0;      // as an editor counts: the header is 1; 0: the file
  std::string column;  // empty: the whole row
  std::string found;
  std::string accepted;
  bool note = false;
};

struct CheckReport {
  std::vector<Finding> findings;  // by file and row; the first ones of a file
  std::map<std::string, size_t> findings_of_files;  // all of them
  size_t tables = 0;
  size_t rows = 0;
  size_t errors = 0;
  size_t notes = 0;

  /// Counts the finding, and keeps it unless its file has enough of them.
  void add(Finding finding);
};

/// A file to be checked.
struct LookupText {
  std::string table;  // "ntstatus"
  std::string file;   // as findings name it
  std::string_view text;
};

/// Checks the files and what they say of each other. What the files refer to
/// and is not among them is looked up in the built-in tables.
[[nodiscard]] CheckReport check_lookups(const std::vector<LookupText>& files);

/// The built-in tables.
[[nodiscard]] std::vector<LookupText> built_in_lookups();

/// "file: row 7, column code: what was found; what is accepted".
[[nodiscard]] std::string finding_text(const Finding& finding);

}  // namespace eventlens
