#include "json/members.h"

#include <algorithm>

namespace eventlens::json {
namespace {

// Up to so many members a look at each is faster than to sort them.
constexpr size_t kFew = 64;

}  // namespace

void Members::keep(MemberRange range) {
  list_.resize(size_t{range.first} + range.count);
  list_.erase(list_.begin(), list_.begin() + range.first);
  sorted_.clear();
}

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

bool Members::has_at_or_below(std::string_view path) const {
  const auto is_there = [path](std::string_view other) {
    return other.starts_with(path) &&
           (other.size() == path.size() || other[path.size()] == '.');
  };
  if (list_.size() <= kFew) {
    return std::any_of(list_.begin(), list_.end(), [&](const Member& member) {
      return is_there(member.path);
    });
  }
  // In front of what is below it: all that sorts before "path.".
  const auto below = std::partition_point(
      sorted().begin(), sorted().end(), [path](std::string_view other) {
        const int order = other.substr(0, path.size()).compare(path);
        return order != 0 ? order < 0
                          : other.size() == path.size() ||
                                static_cast<uint8_t>(other[path.size()]) < '.';
      });
  return has(path) || (below != sorted().end() && is_there(*below));
}

}  // namespace eventlens::json
