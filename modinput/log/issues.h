// Issues: odd things that were handled and did not stop us. Each kind has a
// short stable name and is counted; docs/operations.md says what each means.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace eventlens {

enum class Issue : uint8_t {
  FileHeaderDamaged,
  ChunkHeaderDamaged,
  ChunkWithoutMagic,
  ChunkCutOff,
  RecordDamaged,
  RecordCutOff,
  RecordUndecodable,
  TemplateDamaged,
  NameDamaged,
  ValueCutOff,
  ValueSizeMismatch,
  ValueMissing,
  FragmentDamaged,
  NestingTooDeep,
  RecordsOverwritten,
  UnknownCode,
};
inline constexpr size_t kIssueCount = 16;

/// The stable lower_snake_case name.
[[nodiscard]] const char* issue_name(Issue issue);

/// Counters of issues; one per worker, added up at the end.
class Issues {
 public:
  void count(Issue issue, uint64_t times = 1) {
    counts_[static_cast<size_t>(issue)] += times;
  }
  [[nodiscard]] uint64_t of(Issue issue) const {
    return counts_[static_cast<size_t>(issue)];
  }
  [[nodiscard]] uint64_t total() const;
  Issues& operator+=(const Issues& other);

  /// "record_damaged=3 value_cut_off=1", or "none".
  [[nodiscard]] std::string summary() const;

 private:
  std::array<uint64_t, kIssueCount> counts_{};
};

}  // namespace eventlens
