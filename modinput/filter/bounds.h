// What is known, without looking into an event, of the events that a filter can
// let pass: so a reader passes the others over before it decodes them, and a
// filter that lets nothing pass is found before it runs.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "event/selection.h"
#include "filter/id_set.h"
#include "filter/query.h"

namespace eventlens::filter {

/// Names in lower case (ASCII); nothing: any name.
using Names = std::optional<std::set<std::string>>;

/// Every event that can pass is inside.
struct Bounds {
  IdSet ids = IdSet::all();
  Names providers;
  Names channels;
  Filetime since = 0;
  Filetime until = UINT64_MAX;
  /// Every event that is inside passes: there is nothing else to look at.
  bool exact = true;

  static Bounds nothing() {
    Bounds bounds;
    bounds.ids = IdSet();
    return bounds;
  }
  static Bounds of_ids(IdSet ids) {
    Bounds bounds;
    bounds.ids = std::move(ids);
    return bounds;
  }
  /// Anything can pass, or not.
  static Bounds unknown() {
    Bounds bounds;
    bounds.exact = false;
    return bounds;
  }

  [[nodiscard]] bool is_nothing() const;
  /// Whether nothing but ids is bounded.
  [[nodiscard]] bool only_ids() const;
};

[[nodiscard]] Bounds both(const Bounds& a, const Bounds& b);
[[nodiscard]] Bounds either(const Bounds& a, const Bounds& b);
[[nodiscard]] Bounds neither(const Bounds& excluded);

/// The bounds of a query. Conditions on the time that has passed are taken as
/// of `now`: what they let pass only becomes less.
[[nodiscard]] Bounds bounds_of(const Condition& condition, Filetime now);

/// The first part that can never hold, or null.
[[nodiscard]] const Condition* impossible_part(const Condition& condition,
                                               Filetime now);

/// `given`, narrowed to `bounds`; nothing where no event is left.
[[nodiscard]] std::optional<Selection> narrowed(const Selection& given,
                                                const Bounds& bounds);

}  // namespace eventlens::filter
