// A table of codes: what a number in an event means.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "knowledge/csv.h"

namespace eventlens {

/// One code's meaning. Lists are separated by ';'. Views are valid as long as
/// the table.
struct CodeEntry {
  uint32_t code = 0;
  std::string_view spelling;  // "0x18"
  std::string_view name;
  std::string_view aliases;
  std::string_view meaning;
  std::string_view causes;
  std::string_view first_steps;
  std::string_view severity;
  std::string_view verdict;
  std::string_view attack_hint;
  std::string_view attack_ids;
  std::string_view events;
  std::string_view note;
  bool confirmed = true;
};

/// Keeps the table's text and looks into a row when its code is first asked
/// for: a log has some twenty of the thousands of codes.
class CodeTable {
 public:
  /// `csv`'s first column is `code`; `name` is "kerberos_failure_codes" or
  /// another. Rows that cannot be used are told in `warnings`.
  CodeTable(std::string name, const Csv& csv,
            std::vector<std::string>& warnings);

  [[nodiscard]] const std::string& name() const { return name_; }

  /// Null where the table does not know the code.
  const CodeEntry* find(uint32_t code) const;

  /// All entries, by code.
  [[nodiscard]] std::vector<const CodeEntry*> entries() const;

 private:
  struct Place {
    uint32_t code;
    uint32_t row;
  };
  struct Kept {
    CsvRow row;
    CodeEntry entry;
  };

  const CodeEntry* entry_at(const Place& place) const;

  std::string name_;
  const Csv& csv_;
  std::vector<Place> places_;  // sorted by code, each code once
  mutable std::unordered_map<uint32_t, std::unique_ptr<Kept>> kept_;
};

/// The 32-bit code that a number stands for: numbers up to 2^32 - 1, and
/// negative ones in 32 bits, sign-extended to 64.
[[nodiscard]] std::optional<uint32_t> as_code(uint64_t number);

/// The code that a text spells, in any of the forms of parse_integer.
[[nodiscard]] std::optional<uint32_t> parse_code(std::string_view text);

}  // namespace eventlens
