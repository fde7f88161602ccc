#include "json/members.h"

#include <algorithm>

namespace eventlens::json {
namespace {

// Up to so many members a look at each is faster than to sort them.
constexpr size_t kFew = 64;

}  // namespace

const std::vector<std::string_view>& Members::sorted() const {
  if (sorted_.size() != list_.size()) {
    sorted_.clear();
    for (const Member& member : list_) {
      sorted_.push_back(member.path);
    }
    std::sort(sorted_.begin(), sorted_.end());
  }
  return sorted_;
}

bool Members::has(std::string_view path) const {
  if (list_.size() <= kFew) {
    return std::any_of(
        list_.begin(), list_.end(),
        [path](const Member& member) { return member.path == path; });
  }
  return std::binary_search(sorted().begin(), sorted().end(), path);
}

bool Members::has_below(std::string_view prefix) const {
  if (list_.size() <= kFew) {
    return std::any_of(list_.begin(), list_.end(),
                       [prefix](const Member& member) {
                         return member.path.starts_with(prefix);
                       });
  }
  const auto at = std::lower_bound(sorted().begin(), sorted().end(), prefix);
  return at != sorted().end() && at->starts_with(prefix);
}

}  // namespace eventlens::json
