#include "knowledge/code_table.h"

#include <algorithm>

#include "base/number_text.h"

namespace eventlens {

CodeTable::CodeTable(std::string name, Opener open, Warn warn)
    : name_(std::move(name)), open_(std::move(open)), warn_(std::move(warn)) {}

const std::vector<CodeTable::Place>& CodeTable::places() const {
  if (!opened_) {
    opened_ = true;
    csv_ = open_();
    if (csv_ != nullptr) {
      read_places();
    }
  }
  return places_;
}

void CodeTable::read_places() const {
  places_.reserve(csv_->row_count());
  for (size_t row = 0; row < csv_->row_count(); ++row) {
    const auto code = parse_code(csv_->first_cell(row));
    if (!code) {
      warn_(csv_->name() + ": row " + std::to_string(row + 2) + ": \"" +
            std::string(csv_->first_cell(row)) +
            "\" is no code; accepted are numbers of 32 bits, decimal or with "
            "0x. The row is ignored");
      continue;
    }
    places_.push_back({*code, static_cast<uint32_t>(row)});
  }
  const auto less = [](const Place& a, const Place& b) {
    return a.code < b.code;
  };
  // Ours are sorted; an administrator's may not be.
  if (!std::is_sorted(places_.begin(), places_.end(), less)) {
    std::stable_sort(places_.begin(), places_.end(), less);
  }
  const auto same = [](const Place& a, const Place& b) {
    return a.code == b.code;
  };
  places_.erase(std::unique(places_.begin(), places_.end(), same),
                places_.end());
}

const CodeEntry* CodeTable::find(uint32_t code) const {
  const std::lock_guard lock(mutex_);
  const std::vector<Place>& all = places();
  const auto found = std::lower_bound(
      all.begin(), all.end(), code,
      [](const Place& place, uint32_t wanted) { return place.code < wanted; });
  return found != all.end() && found->code == code ? entry_at(*found) : nullptr;
}

std::vector<const CodeEntry*> CodeTable::entries() const {
  const std::lock_guard lock(mutex_);
  std::vector<const CodeEntry*> entries;
  for (const Place& place : places()) {
    entries.push_back(entry_at(place));
  }
  return entries;
}

const CodeEntry* CodeTable::entry_at(const Place& place) const {
  std::unique_ptr<Kept>& kept = kept_[place.code];
  if (kept == nullptr) {
    kept = std::make_unique<Kept>(Kept{CsvRow(csv_->line(place.row)), {}});
    const auto cell = [&](std::string_view column) {
      const auto index = csv_->column(column);
      return index.ok() ? kept->row[*index] : std::string_view();
    };
    kept->entry = {place.code,          cell("code"),
                   cell("name"),        cell("aliases"),
                   cell("meaning"),     cell("causes"),
                   cell("first_steps"), cell("severity"),
                   cell("verdict"),     cell("attack_hint"),
                   cell("attack_ids"),  cell("events"),
                   cell("note"),        cell("confirmed") != "no"};
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
