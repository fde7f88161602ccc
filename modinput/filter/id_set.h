// Sets of event ids, as ranges: what lists of ids say, and what can be told of
// the ids that a filter lets pass.
#pragma once

#include <string_view>
#include <vector>

#include "base/expected.h"
#include "event/selection.h"

namespace eventlens::filter {

class IdSet {
 public:
  /// Every id.
  static IdSet all() { return IdSet({{0, UINT32_MAX}}); }
  /// None.
  IdSet() = default;
  /// In any order, also overlapping. REQUIRES: first <= last in each.
  explicit IdSet(std::vector<IdRange> ranges);

  /// Ascending, with a gap between any two.
  [[nodiscard]] const std::vector<IdRange>& ranges() const { return ranges_; }
  [[nodiscard]] bool empty() const { return ranges_.empty(); }
  [[nodiscard]] bool is_all() const {
    return ranges_.size() == 1 && ranges_[0].first == 0 &&
           ranges_[0].last == UINT32_MAX;
  }
  [[nodiscard]] bool contains(uint32_t id) const;
  [[nodiscard]] bool operator==(const IdSet& other) const;

  [[nodiscard]] IdSet complement() const;
  [[nodiscard]] IdSet unite(const IdSet& other) const;
  [[nodiscard]] IdSet intersect(const IdSet& other) const;

 private:
  std::vector<IdRange> ranges_;
};

/// "4624, 4768-4771" or "*" (all).
/// Error: InvalidSetting, with the column and what is accepted.
Expected<IdSet> parse_id_list(std::string_view text);

}  // namespace eventlens::filter
