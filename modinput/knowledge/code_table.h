// A table of codes: what a number in an event means.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
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

/// Opened when a code is first looked up, and a row is looked into when its
/// code is first asked for: many logs need no NTSTATUS, and a log has some
/// twenty of the thousands of codes. Several threads may ask at once: they wait
/// for each other, which is rare because who asks keeps the answer.
class CodeTable {
 public:
  /// Gives the table's rows when they are first needed; null where there are
  /// none. The Csv's first column is `code`, and it outlives the CodeTable.
  using Opener = std::function<const Csv*()>;
  /// Takes what is wrong with a row.
  using Warn = std::function<void(const std::string&)>;

  /// `name` is "kerberos_failure_codes" or another.
  CodeTable(std::string name, Opener open, Warn warn);

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

  const std::vector<Place>& places() const;
  void read_places() const;
  const CodeEntry* entry_at(const Place& place) const;

  std::string name_;
  Opener open_;
  Warn warn_;
  mutable std::mutex mutex_;  // guards what follows
  mutable bool opened_ = false;
  mutable const Csv* csv_ = nullptr;
  mutable std::vector<Place> places_;  // sorted by code, each code once
  mutable std::unordered_map<uint32_t, std::unique_ptr<Kept>> kept_;
};

/// The 32-bit code that a number stands for: numbers up to 2^32 - 1, and
/// negative ones in 32 bits, sign-extended to 64.
[[nodiscard]] std::optional<uint32_t> as_code(uint64_t number);

/// The code that a text spells, in any of the forms of parse_integer.
[[nodiscard]] std::optional<uint32_t> parse_code(std::string_view text);

}  // namespace eventlens
