// Issues: odd things that were handled and did not stop us. Each kind has a
// short stable name and is counted; docs/operations.md says what each means.
//
// Of damage it is also kept where it is, so that it can be named in the log and
// looked at in a hexadecimal editor. Counting is all that happens on the way of
// a sound event; places are noted once something is wrong.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

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
  RecordHidden,
  RecoveredFromSlack,
  FieldsShifted,
  EventTooLarge,
  RecordsOverwritten,
  UnknownCode,
  FilterUndecided,
};
inline constexpr size_t kIssueCount = 21;

/// A set of issues: bit n stands for the nth.
using IssueSet = uint32_t;
static_assert(kIssueCount <= 32);

[[nodiscard]] constexpr IssueSet set_of(Issue issue) {
  return IssueSet{1} << static_cast<unsigned>(issue);
}

/// What says that an event is not as it was written. A code that nobody knows,
/// records that have gone and a filter that gave up say nothing about the event
/// itself.
inline constexpr IssueSet kEventIssues =
    ((IssueSet{1} << kIssueCount) - 1) &
    ~(set_of(Issue::UnknownCode) | set_of(Issue::RecordsOverwritten) |
      set_of(Issue::FilterUndecided));

/// The stable lower_snake_case name.
[[nodiscard]] const char* issue_name(Issue issue);

/// Where damage lies.
struct DamagedPlace {
  Issue issue;
  uint64_t file_offset;  // in bytes
  uint64_t record_id;    // 0: no record's, or it cannot be read
  std::string detail;    // what exactly was found; may be empty
};

/// Counters of issues, and the first places of damage; one per worker and unit,
/// added up at the end.
class Issues {
 public:
  void count(Issue issue, uint64_t times = 1) {
    counts_[static_cast<size_t>(issue)] += times;
    counted_ |= set_of(issue);
  }
  [[nodiscard]] uint64_t of(Issue issue) const {
    return counts_[static_cast<size_t>(issue)];
  }
  [[nodiscard]] uint64_t total() const;

  /// From here on the sets below are filled.
  void begin_event() { counted_ = marked_ = 0; }
  [[nodiscard]] IssueSet counted() const { return counted_; }
  /// The event has those too, though they were counted elsewhere.
  void mark_event(IssueSet issues) { marked_ |= issues; }
  /// Counted and marked ones.
  [[nodiscard]] IssueSet of_event() const { return counted_ | marked_; }

  /// Notes where it is; only the first kMaxDamagedPlaces are kept.
  void note(DamagedPlace place);
  [[nodiscard]] const std::vector<DamagedPlace>& places() const {
    return places_;
  }
  /// Places that were noted, but not kept.
  [[nodiscard]] uint64_t places_left_out() const { return places_left_out_; }

  /// Adds the counts; places belong to their unit and stay there.
  Issues& operator+=(const Issues& other);

  /// "record_damaged=3 value_cut_off=1", or "none".
  [[nodiscard]] std::string summary() const;

 private:
  std::array<uint64_t, kIssueCount> counts_{};
  IssueSet counted_ = 0;
  IssueSet marked_ = 0;
  std::vector<DamagedPlace> places_;
  uint64_t places_left_out_ = 0;
};

/// Places kept per unit, and told per file. A destroyed file has thousands,
/// and the first ones show what happened to it.
inline constexpr size_t kMaxDamagedPlaces = 10;

}  // namespace eventlens
