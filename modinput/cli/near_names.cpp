// Names for a term that nothing is known of: it may be mistyped, or a part.
#include <algorithm>
#include <numeric>

#include "base/ascii.h"
#include "cli/explanation.h"

namespace eventlens {
namespace {

constexpr size_t kMostNames = 5;

/// Characters to insert, to remove or to change, or to swap with the next one,
/// that make `b` of `a`; `most + 1` where it takes more.
size_t distance(std::string_view a, std::string_view b, size_t most) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > most) {
    return most + 1;
  }
  std::vector<size_t> before(b.size() + 1);  // the row in front of `above`
  std::vector<size_t> above(b.size() + 1);
  std::iota(above.begin(), above.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    std::vector<size_t> row(b.size() + 1, i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const bool same = a[i - 1] == b[j - 1];
      row[j] = std::min(
          {row[j - 1] + 1, above[j] + 1, above[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before = std::exchange(above, std::move(row));
  }
  return above[b.size()];
}

/// How far a name is from the term; a name that contains it comes after those
/// that are spelled nearly like it.
struct Candidate {
  size_t distance;
  std::string_view name;
};

class Nearest {
 public:
  explicit Nearest(std::string_view term)
      : term_(lower_case(term)), most_(std::max<size_t>(2, term.size() / 5)) {}

  void offer(std::string_view name) {
    constexpr size_t kShortestPart = 4;
    const std::string folded = lower_case(name);
    const size_t far = distance(term_, folded, most_);
    const bool contains = term_.size() >= kShortestPart &&
                          folded.find(term_) != std::string::npos;
    if (far <= most_ && far < term_.size()) {
      found_.push_back({far, name});
    } else if (contains) {
      found_.push_back({most_ + 1, name});
    }
  }

  std::vector<std::string> names() {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Candidate& a, const Candidate& b) {
                       return a.distance < b.distance;
                     });
    std::vector<std::string> names;
    for (const Candidate& candidate : found_) {
      if (names.size() < kMostNames &&
          std::find(names.begin(), names.end(), candidate.name) ==
              names.end()) {
        names.emplace_back(candidate.name);
      }
    }
    return names;
  }

 private:
  std::string term_;
  size_t most_;
  std::vector<Candidate> found_;
};

}  // namespace

std::vector<std::string> near_names(std::string_view term, Tables& tables) {
  constexpr size_t kLongestTerm = 100;
  if (term.empty() || term.size() > kLongestTerm) {
    return {};
  }
  Nearest nearest(term);
  for (const CodeTable* table : tables.code_tables()) {
    for (const CodeEntry* entry : table->entries()) {
      nearest.offer(entry->name);
      nearest.offer(entry->spelling);
      for (std::string_view rest = entry->aliases; !rest.empty();) {
        const std::string_view alias = rest.substr(0, rest.find(';'));
        nearest.offer(alias);
        rest.remove_prefix(std::min(alias.size() + 1, rest.size()));
      }
    }
  }
  return nearest.names();
}

}  // namespace eventlens
