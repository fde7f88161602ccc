// Records of a text format that are alike but for their values. A producer
// writes the same literals (keys, tags) around the values again and again: they
// are remembered when a parser took such a record apart, and from then on only
// compared, so that of a record like it nothing but the values is looked at.
//
// A layout is a path through a tree of steps; layouts that begin alike share
// their first steps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text_pool.h"

namespace eventlens {

/// `Facts`: what the format knows of the value behind a literal, or of a layout
/// whose last literal it is. Has `bool fits(const Facts&) const`: whether the
/// two stand for the same kind of value.
template <class Facts>
class LayoutTree {
 public:
  /// Stands in front of all steps.
  static constexpr uint32_t kBegin = 0;

  LayoutTree() { forget(); }

  [[nodiscard]] Facts& operator[](uint32_t step) { return steps_[step].facts; }
  [[nodiscard]] const Facts& operator[](uint32_t step) const {
    return steps_[step].facts;
  }

  /// The step behind `from` whose literal `text` begins with, and whose value
  /// `take(facts, value)` takes from the text behind the literal; kBegin where
  /// there is none. Those met last are asked first.
  template <class Take>
  uint32_t follow(uint32_t from, std::string_view text, Take take) {
    uint32_t before = kBegin;
    for (uint32_t at = steps_[from].child; at != kBegin;
         before = at, at = steps_[at].sibling) {
      const Step& step = steps_[at];
      if (text.starts_with(step.literal) &&
          take(step.facts, text.substr(step.literal.size()))) {
        prefer(from, before, at);
        return at;
      }
    }
    return kBegin;
  }

  /// The step behind `from` that has this literal and facts that fit; where it
  /// is new, in the place of the one that was not met for longest. Keeps the
  /// literal; what `facts` view is to be kept by keep().
  uint32_t reach(uint32_t from, std::string_view literal, const Facts& facts) {
    uint32_t* link = &steps_[from].child;
    for (int i = 0; *link != kBegin; ++i) {
      const Step& known = steps_[*link];
      if (known.literal == literal && known.facts.fits(facts)) {
        return *link;
      }
      if (i + 1 >= kMostSuccessors) {
        *link = kBegin;
        break;
      }
      link = &steps_[*link].sibling;
    }
    const auto at = static_cast<uint32_t>(steps_.size());
    steps_.push_back({keep(literal), facts, steps_[from].child, kBegin});
    steps_[from].child = at;
    return at;
  }

  std::string_view keep(std::string_view text) {
    text_size_ += text.size();
    return texts_.keep(text);
  }

  /// Whether a layout of so many steps is more than is remembered: time to
  /// forget().
  [[nodiscard]] bool is_full(size_t steps) const {
    return steps_.size() + steps > kMostSteps || text_size_ > kMostText;
  }
  /// Forgets all of it; what keep() gave ends.
  void forget() {
    steps_.assign(1, {});
    texts_.clear();
    text_size_ = 0;
  }

 private:
  struct Step {
    std::string_view literal;
    Facts facts{};
    uint32_t sibling = kBegin;  // may stand in its place
    uint32_t child = kBegin;    // the first of those that may follow it
  };

  // Each is compared. Where producers' records differ there are few.
  static constexpr int kMostSuccessors = 16;
  static constexpr size_t kMostSteps = size_t{32} << 10;
  static constexpr size_t kMostText = size_t{4} << 20;

  void prefer(uint32_t from, uint32_t before, uint32_t step) {
    if (before != kBegin) {
      steps_[before].sibling = steps_[step].sibling;
      steps_[step].sibling = steps_[from].child;
      steps_[from].child = step;
    }
  }

  std::vector<Step> steps_;
  TextPool texts_;
  size_t text_size_ = 0;  // asked of keep()
};

}  // namespace eventlens
