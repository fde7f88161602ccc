#include "knowledge/code_table.h"

#include <algorithm>
#include <bit>

#include "base/ascii.h"
#include "base/number_text.h"

namespace eventlens {
namespace {

constexpr std::string_view kAnyType = "*";

bool has_texts(const TableInfo& info) {
  return info.kind == TableKind::Texts || info.kind == TableKind::Sids;
}

}  // namespace

CodeTable::CodeTable(const TableInfo& info, Opener open, Warn warn)
    : info_(info), open_(std::move(open)), warn_(std::move(warn)) {}

/// Whether there are rows.
bool CodeTable::open() const {
  if (!opened_) {
    opened_ = true;
    csv_ = open_();
    if (csv_ == nullptr) {
      return false;
    }
    if (has_texts(info_)) {
      read_texts();
    } else if (info_.kind == TableKind::ObjectBits) {
      read_typed();
    } else {
      read_numbers();
    }
    const auto less = [](const Place& a, const Place& b) {
      return a.code < b.code;
    };
    const auto same = [](const Place& a, const Place& b) {
      return a.code == b.code;
    };
    for (auto& [type, places] : places_) {
      // Ours are sorted; an administrator's may not be.
      if (!std::is_sorted(places.begin(), places.end(), less)) {
        std::stable_sort(places.begin(), places.end(), less);
      }
      places.erase(std::unique(places.begin(), places.end(), same),
                   places.end());
    }
  }
  return csv_ != nullptr;
}

void CodeTable::warn_of(size_t row, std::string_view cell) const {
  warn_(csv_->name() + ": row " + std::to_string(row + 2) + ": \"" +
        std::string(cell) +
        "\" is no code; accepted are numbers of 32 bits, decimal or with "
        "0x. The row is ignored");
}

void CodeTable::read_numbers() const {
  Places& places = places_[{}];
  places.reserve(csv_->row_count());
  for (size_t row = 0; row < csv_->row_count(); ++row) {
    const std::string cell = csv_->cell(row, 0);
    if (const auto code = parse_code(cell)) {
      places.push_back({*code, static_cast<uint32_t>(row)});
    } else {
      warn_of(row, cell);
    }
  }
}

void CodeTable::read_typed() const {
  constexpr size_t kCodeColumn = 1;
  for (size_t row = 0; row < csv_->row_count(); ++row) {
    const CsvRow cells(csv_->line(row));
    const auto code = parse_code(cells[kCodeColumn]);
    if (code) {
      places_[lower_case(cells[0])].push_back(
          {*code, static_cast<uint32_t>(row)});
    } else {
      warn_of(row, cells[kCodeColumn]);
    }
  }
}

void CodeTable::read_texts() const {
  for (size_t row = 0; row < csv_->row_count(); ++row) {
    const std::string text = lower_case(csv_->cell(row, 0));
    const auto number = static_cast<uint32_t>(row);
    const size_t star = text.find('*');
    if (star == std::string::npos) {
      texts_.emplace(text, number);
    } else {
      patterns_.push_back(
          {text.substr(0, star), text.substr(star + 1), number});
    }
  }
}

const CodeEntry* CodeTable::number_entry(uint32_t code,
                                         const std::string& type) const {
  const auto places = places_.find(type);
  if (places == places_.end()) {
    return nullptr;
  }
  const auto found = std::lower_bound(
      places->second.begin(), places->second.end(), code,
      [](const Place& place, uint32_t wanted) { return place.code < wanted; });
  return found != places->second.end() && found->code == code
             ? entry_at(found->row, code)
             : nullptr;
}

const CodeEntry* CodeTable::find(uint32_t code) const {
  const std::lock_guard lock(mutex_);
  if (has_texts(info_) || !open()) {
    return nullptr;
  }
  return number_entry(code, info_.kind == TableKind::ObjectBits
                                ? std::string(kAnyType)
                                : std::string());
}

const CodeEntry* CodeTable::find(std::string_view text) const {
  const std::lock_guard lock(mutex_);
  if (!has_texts(info_) || !open()) {
    return nullptr;
  }
  const std::string folded = lower_case(trimmed(text));
  const auto found = texts_.find(folded);
  if (found != texts_.end()) {
    return entry_at(found->second, 0);
  }
  for (const Pattern& pattern : patterns_) {
    if (folded.size() > pattern.before.size() + pattern.behind.size() &&
        folded.starts_with(pattern.before) &&
        folded.ends_with(pattern.behind)) {
      return entry_at(pattern.row, 0);
    }
  }
  return nullptr;
}

uint32_t CodeTable::find_bits(uint32_t mask,
                              std::span<const std::string> object_types,
                              std::vector<const CodeEntry*>& found) const {
  const std::lock_guard lock(mutex_);
  if (!open()) {
    return mask;
  }
  std::vector<std::string> types;
  if (info_.kind == TableKind::ObjectBits) {
    for (const std::string& type : object_types) {
      types.push_back(lower_case(trimmed(type)));
    }
    types.emplace_back(kAnyType);
  } else {
    types.emplace_back();
  }
  const auto entry_of = [&](uint32_t bits) -> const CodeEntry* {
    for (const std::string& type : types) {
      if (const CodeEntry* entry = number_entry(bits, type)) {
        return entry;
      }
    }
    return nullptr;
  };
  if (const CodeEntry* whole = entry_of(mask)) {
    found.push_back(whole);
    return 0;
  }
  uint32_t unknown = 0;
  for (uint32_t rest = mask; rest != 0;) {
    const uint32_t bit = std::bit_floor(rest);
    rest -= bit;
    const CodeEntry* entry = entry_of(bit);
    if (entry == nullptr) {
      unknown |= bit;
    } else {
      found.push_back(entry);
    }
  }
  return unknown;
}

std::vector<const CodeEntry*> CodeTable::entries() const {
  const std::lock_guard lock(mutex_);
  std::vector<const CodeEntry*> entries;
  if (!open()) {
    return entries;
  }
  for (const auto& [type, places] : places_) {
    for (const Place& place : places) {
      entries.push_back(entry_at(place.row, place.code));
    }
  }
  for (const auto& [text, row] : texts_) {
    entries.push_back(entry_at(row, 0));
  }
  for (const Pattern& pattern : patterns_) {
    entries.push_back(entry_at(pattern.row, 0));
  }
  return entries;
}

std::vector<std::pair<std::string_view, std::string_view>> CodeTable::cells(
    const CodeEntry& entry) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::pair<std::string_view, std::string_view>> cells;
  const Kept& kept = *kept_.at(entry.row);
  for (size_t i = 0; i < csv_->header().size(); ++i) {
    if (!kept.row[i].empty()) {
      cells.emplace_back(csv_->header()[i], kept.row[i]);
    }
  }
  return cells;
}

const CodeEntry* CodeTable::entry_at(uint32_t row, uint32_t code) const {
  std::unique_ptr<Kept>& kept = kept_[row];
  if (kept == nullptr) {
    kept = std::make_unique<Kept>(Kept{CsvRow(csv_->line(row)), {}});
    const auto cell = [&](std::string_view column) {
      const auto index = csv_->column(column);
      return index.ok() ? kept->row[*index] : std::string_view();
    };
    kept->entry = {code,
                   cell(list_items(info_.keys).back()),
                   cell("name"),
                   cell("aliases"),
                   cell("meaning"),
                   cell("causes"),
                   cell("first_steps"),
                   cell("severity"),
                   cell("verdict"),
                   cell("attack_hint"),
                   cell("attack_ids"),
                   cell("events"),
                   cell("note"),
                   cell("confirmed") != "no",
                   this,
                   row};
  }
  return &kept->entry;
}

std::optional<uint32_t> as_code(uint64_t number) {
  if (number <= UINT32_MAX) {
    return static_cast<uint32_t>(number);
  }
  constexpr uint64_t kSmallestNegative = 0xFFFFFFFF80000000ULL;
  if (number >= kSmallestNegative) {
    return static_cast<uint32_t>(number);
  }
  return std::nullopt;
}

std::optional<uint32_t> parse_code(std::string_view text) {
  const auto number = parse_integer(text);
  return number ? as_code(*number) : std::nullopt;
}

}  // namespace eventlens
