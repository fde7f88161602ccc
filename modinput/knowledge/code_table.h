// A table of codes: what a number, a bit of a mask or a text in an event means.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "knowledge/csv.h"
#include "knowledge/table_list.h"

namespace eventlens {

class CodeTable;

/// One code's meaning. Lists are separated by ';'. Views are valid as long as
/// the table.
struct CodeEntry {
  uint32_t code = 0;          // 0 where it is a text
  std::string_view spelling;  // "0x18", "S-1-5-18"
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
  const CodeTable* table = nullptr;
  uint32_t row = 0;  // of the table
};

/// Opened when a code is first looked up, and a row is looked into when its
/// code is first asked for: many logs need no NTSTATUS, and a log has some
/// twenty of the thousands of codes. Several threads may ask at once: they wait
/// for each other, which is rare because who asks keeps the answer.
class CodeTable {
 public:
  /// Gives the table's rows when they are first needed; null where there are
  /// none. The Csv has the key's column, and outlives the CodeTable.
  using Opener = std::function<const Csv*()>;
  /// Takes what is wrong with a row.
  using Warn = std::function<void(const std::string&)>;

  /// `info` is one of kTables, or lives as long.
  CodeTable(const TableInfo& info, Opener open, Warn warn);

  [[nodiscard]] const TableInfo& info() const { return info_; }

  // Entries live as long as the table.

  /// Null where the table does not know the code; of rights what any type
  /// of object has.
  const CodeEntry* find(uint32_t code) const;

  /// Of a table of texts, compared without case; null where it has none.
  const CodeEntry* find(std::string_view text) const;

  /// Appends what the mask of an object consists of, each bit by the first of
  /// `object_types` that has it, else as any type has it: the row of the whole
  /// mask, else one for each bit, the highest first, as Kerberos
  /// counts them. Returns the bits that no row has.
  uint32_t find_bits(uint32_t mask, std::span<const std::string> object_types,
                     std::vector<const CodeEntry*>& found) const;

  /// All entries, by code or text.
  [[nodiscard]] std::vector<const CodeEntry*> entries() const;

  /// The entry's columns and cells that are not empty, as the table has them.
  [[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>>
  cells(const CodeEntry& entry) const;

 private:
  struct Place {
    uint32_t code;
    uint32_t row;
  };
  using Places = std::vector<Place>;  // sorted by code, each code once
  struct Pattern {
    std::string before;  // the "*"
    std::string behind;
    uint32_t row;
  };
  struct Kept {
    CsvRow row;
    CodeEntry entry;
  };

  // The caller holds mutex_.
  bool open() const;
  void read_numbers() const;
  void read_typed() const;
  void read_texts() const;
  const CodeEntry* entry_at(uint32_t row, uint32_t code) const;
  const CodeEntry* number_entry(uint32_t code, const std::string& type) const;
  void warn_of(size_t row, std::string_view cell) const;

  const TableInfo& info_;
  Opener open_;
  Warn warn_;
  mutable std::mutex mutex_;  // guards what follows
  mutable bool opened_ = false;
  mutable const Csv* csv_ = nullptr;
  mutable std::map<std::string, Places, std::less<>> places_;  // by type or ""
  mutable std::map<std::string, uint32_t, std::less<>> texts_;
  mutable std::vector<Pattern> patterns_;
  mutable std::unordered_map<uint32_t, std::unique_ptr<Kept>> kept_;  // by row
};

/// The 32-bit code that a number stands for: numbers up to 2^32 - 1, and
/// negative ones in 32 bits, sign-extended to 64.
[[nodiscard]] std::optional<uint32_t> as_code(uint64_t number);

/// The code that a text spells, in any of the forms of parse_integer.
[[nodiscard]] std::optional<uint32_t> parse_code(std::string_view text);

}  // namespace eventlens
