#include "filter/id_set.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "filter/error_at.h"

namespace eventlens::filter {
namespace {

constexpr std::string_view kAccepted =
    "event ids from 0 to 4294967295 and ranges of them, lower first, with "
    "commas between (4624, 4768-4771), or * for all";

/// Reads a list of ids from left to right.
class IdListParser {
 public:
  explicit IdListParser(std::string_view text) : text_(text) {}

  Expected<IdSet> run() {
    std::vector<IdRange> ranges;
    do {
      ASSIGN_OR_RETURN(const IdRange range, item());
      ranges.push_back(range);
    } while (take(','));
    if (at_ < text_.size()) {
      return wrong("a comma is missing");
    }
    return IdSet(std::move(ranges));
  }

 private:
  Expected<IdRange> item() {
    if (take('*')) {
      return IdRange{0, UINT32_MAX};
    }
    const size_t begin = at_;
    ASSIGN_OR_RETURN(const uint32_t first, number());
    if (!take('-')) {
      return IdRange{first, first};
    }
    ASSIGN_OR_RETURN(const uint32_t last, number());
    if (last < first) {
      at_ = begin;
      pass_blanks();
      return wrong("the range ends before it begins");
    }
    return IdRange{first, last};
  }

  Expected<uint32_t> number() {
    pass_blanks();
    uint32_t id = 0;
    const char* const begin = text_.data() + at_;
    const auto [stop, error] =
        std::from_chars(begin, text_.data() + text_.size(), id);
    if (error == std::errc::result_out_of_range) {
      return wrong("the number is too large");
    }
    if (error != std::errc{}) {
      return wrong("an event id is missing");
    }
    at_ += static_cast<size_t>(stop - begin);
    return id;
  }

  void pass_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) {
      ++at_;
    }
  }

  /// Passes blanks, `c` and what blanks follow it.
  bool take(char c) {
    pass_blanks();
    const bool there = at_ < text_.size() && text_[at_] == c;
    at_ += there ? 1 : 0;
    pass_blanks();
    return there;
  }

  [[nodiscard]] Error wrong(const std::string& problem) const {
    return error_at(text_, at_, problem, kAccepted);
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

IdSet::IdSet(std::vector<IdRange> ranges) : ranges_(std::move(ranges)) {
  std::sort(
      ranges_.begin(), ranges_.end(),
      [](const IdRange& a, const IdRange& b) { return a.first < b.first; });
  size_t kept = 0;
  for (const IdRange& range : ranges_) {
    if (kept > 0 && uint64_t{ranges_[kept - 1].last} + 1 >= range.first) {
      ranges_[kept - 1].last = std::max(ranges_[kept - 1].last, range.last);
    } else {
      ranges_[kept++] = range;
    }
  }
  ranges_.resize(kept);
}

bool IdSet::contains(uint32_t id) const {
  const auto behind =
      std::upper_bound(ranges_.begin(), ranges_.end(), id,
                       [](uint32_t wanted, const IdRange& range) {
                         return wanted < range.first;
                       });
  return behind != ranges_.begin() && id <= std::prev(behind)->last;
}

bool IdSet::operator==(const IdSet& other) const {
  return std::equal(ranges_.begin(), ranges_.end(), other.ranges_.begin(),
                    other.ranges_.end(),
                    [](const IdRange& a, const IdRange& b) {
                      return a.first == b.first && a.last == b.last;
                    });
}

IdSet IdSet::complement() const {
  std::vector<IdRange> gaps;
  uint64_t next = 0;
  for (const IdRange& range : ranges_) {
    if (range.first > next) {
      gaps.push_back({static_cast<uint32_t>(next), range.first - 1});
    }
    next = uint64_t{range.last} + 1;
  }
  if (next <= UINT32_MAX) {
    gaps.push_back({static_cast<uint32_t>(next), UINT32_MAX});
  }
  return IdSet(std::move(gaps));
}

IdSet IdSet::unite(const IdSet& other) const {
  std::vector<IdRange> both = ranges_;
  both.insert(both.end(), other.ranges_.begin(), other.ranges_.end());
  return IdSet(std::move(both));
}

IdSet IdSet::intersect(const IdSet& other) const {
  return complement().unite(other.complement()).complement();
}

Expected<IdSet> parse_id_list(std::string_view text) {
  return IdListParser(text).run();
}

}  // namespace eventlens::filter
