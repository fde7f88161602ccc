#include "filter/bounds.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "base/ascii.h"
#include "base/number_text.h"

namespace eventlens::filter {
namespace {

Names common(const Names& a, const Names& b) {
  if (!a || !b) {
    return a ? a : b;
  }
  std::set<std::string> names;
  std::set_intersection(a->begin(), a->end(), b->begin(), b->end(),
                        std::inserter(names, names.end()));
  return names;
}

Names united(const Names& a, const Names& b) {
  if (!a || !b) {
    return std::nullopt;
  }
  std::set<std::string> names = *a;
  names.insert(b->begin(), b->end());
  return names;
}

/// The ids for which "id op number" holds.
IdSet ids_where(Operator op, const Number& number) {
  const Number highest{false, UINT32_MAX};
  const Number lowest{false, 0};
  const bool below = compare(number, lowest) < 0;
  const bool above = compare(number, highest) > 0;
  if (below || above) {
    return holds(op, below ? 1 : -1) ? IdSet::all() : IdSet();
  }
  const auto id = static_cast<uint32_t>(number.bits);
  IdSet same({{id, id}});
  IdSet less = id == 0 ? IdSet() : IdSet({{0, id - 1}});
  switch (op) {
    case Operator::Equal:
      return same;
    case Operator::NotEqual:
      return same.complement();
    case Operator::Less:
      return less;
    case Operator::LessEqual:
      return less.unite(same);
    case Operator::Greater:
      return less.unite(same).complement();
    case Operator::GreaterEqual:
      return less.complement();
  }
  return IdSet::all();
}

/// Where a path has led to, as far as it matters here.
enum class Place : uint8_t {
  Document,
  Event,
  System,
  EventId,
  Channel,
  Provider,
  ProviderName,
  TimeCreated,
  SystemTime,
  Elsewhere,
};

Place place_behind(Place place, const PathStep& step) {
  struct Way {
    Place from;
    bool attribute;
    const char* name;
    Place to;
  };
  constexpr Way kWays[] = {
      {Place::Document, false, "*", Place::Event},
      {Place::Document, false, "Event", Place::Event},
      {Place::Event, false, "System", Place::System},
      {Place::System, false, "EventID", Place::EventId},
      {Place::System, false, "Channel", Place::Channel},
      {Place::System, false, "Provider", Place::Provider},
      {Place::System, false, "TimeCreated", Place::TimeCreated},
      {Place::Provider, true, "Name", Place::ProviderName},
      {Place::TimeCreated, true, "SystemTime", Place::SystemTime}};
  for (const Way& way : kWays) {
    if (way.from == place && way.attribute == step.attribute &&
        way.name == step.name) {
      return way.to;
    }
  }
  return Place::Elsewhere;
}

/// An event without an id counts as one of id 0, but a path to its id leads
/// nowhere; so only what leaves 0 out is exact.
Bounds id_bounds(const Comparison& comparison) {
  Number number = comparison.number;
  bool exact = true;
  if (comparison.kind == Comparison::Kind::Text) {
    const auto spelled = parse_integer(comparison.text);
    if (!spelled || comparison.op != Operator::Equal) {
      return Bounds::unknown();
    }
    number = {false, *spelled};
    exact = false;  // it may be spelled in another way
  } else if (comparison.kind != Comparison::Kind::Number) {
    return Bounds::unknown();
  }
  Bounds bounds = Bounds::of_ids(ids_where(comparison.op, number));
  bounds.exact = exact && !bounds.ids.contains(0);
  return bounds;
}

Bounds time_bounds(const Comparison& comparison, Filetime now) {
  Bounds bounds = Bounds::unknown();
  const bool less = comparison.op == Operator::Less ||
                    comparison.op == Operator::LessEqual ||
                    comparison.op == Operator::Equal;
  const bool greater = comparison.op == Operator::Greater ||
                       comparison.op == Operator::GreaterEqual ||
                       comparison.op == Operator::Equal;
  if (comparison.kind == Comparison::Kind::Time) {
    const bool most = comparison.time == UINT64_MAX;
    bounds.since = greater ? comparison.time : 0;
    bounds.until = less && !most ? comparison.time + 1 : UINT64_MAX;
  } else if (comparison.kind == Comparison::Kind::Age && less &&
             !comparison.number.negative) {
    const uint64_t milliseconds = comparison.number.bits;
    constexpr uint64_t kTicks = kTicksPerSecond / 1000;
    const uint64_t longest = now / kTicks;
    // A millisecond more: ages are cut to whole ones.
    bounds.since =
        milliseconds >= longest ? 0 : now - (milliseconds + 1) * kTicks;
  }
  return bounds;
}

Bounds comparison_bounds(Place place, const Comparison& comparison,
                         Filetime now) {
  using Kind = Comparison::Kind;
  const bool named =
      comparison.kind == Kind::Text && comparison.op == Operator::Equal;
  switch (place) {
    case Place::Event:
    case Place::System:
      return comparison.kind == Kind::Exists ? Bounds() : Bounds::unknown();
    case Place::EventId:
      return id_bounds(comparison);
    case Place::SystemTime:
      return time_bounds(comparison, now);
    case Place::ProviderName:
    case Place::Channel:
      if (named && !comparison.text.empty()) {
        Bounds bounds;
        Names& names =
            place == Place::Channel ? bounds.channels : bounds.providers;
        names = std::set<std::string>{lower_case(comparison.text)};
        return bounds;
      }
      return Bounds::unknown();
    default:
      return Bounds::unknown();
  }
}

/// Finds the bounds of a condition and of its parts.
class Finder {
 public:
  explicit Finder(Filetime now) : now_(now) {}

  Bounds of(const Condition& condition, Place place) {
    Bounds found = condition.kind == Condition::Kind::Path
                       ? of_path(condition, place)
                       : of_parts(condition, place);
    // What lies innermost is found first.
    if (impossible_ == nullptr && found.is_nothing()) {
      impossible_ = &condition;
    }
    return found;
  }

  [[nodiscard]] const Condition* impossible() const { return impossible_; }

 private:
  Bounds of_parts(const Condition& condition, Place place) {
    Bounds bounds = of(condition.parts.front(), place);
    for (size_t i = 1; i < condition.parts.size(); ++i) {
      const Bounds next = of(condition.parts[i], place);
      bounds = condition.kind == Condition::Kind::All ? both(bounds, next)
                                                      : either(bounds, next);
    }
    return condition.kind == Condition::Kind::None ? neither(bounds) : bounds;
  }

  /// <System> and what is looked at in it are there once, so that conditions
  /// on them hold together.
  Bounds of_path(const Condition& condition, Place place) {
    Bounds bounds;
    for (const PathStep& step : condition.path) {
      place = place_behind(place, step);
      for (const Condition& predicate : step.predicates) {
        bounds = both(bounds, of(predicate, place));
      }
    }
    // A path to a place says that it is there; its predicates say more.
    const bool said = condition.comparison.kind == Comparison::Kind::Exists &&
                      !condition.path.back().predicates.empty() &&
                      place != Place::Elsewhere;
    return said ? bounds
                : both(bounds,
                       comparison_bounds(place, condition.comparison, now_));
  }

  Filetime now_;
  const Condition* impossible_ = nullptr;
};

/// `given` as names in lower case; nothing where the list is empty.
Names names_of(const std::vector<std::string>& given) {
  if (given.empty()) {
    return std::nullopt;
  }
  std::set<std::string> names;
  for (const std::string& name : given) {
    names.insert(lower_case(name));
  }
  return names;
}

std::vector<std::string> list_of(const Names& names) {
  return names ? std::vector<std::string>(names->begin(), names->end())
               : std::vector<std::string>();
}

}  // namespace

bool Bounds::is_nothing() const {
  return ids.empty() || (providers && providers->empty()) ||
         (channels && channels->empty()) || since >= until;
}

bool Bounds::only_ids() const {
  return !providers && !channels && since == 0 && until == UINT64_MAX;
}

Bounds both(const Bounds& a, const Bounds& b) {
  return {a.ids.intersect(b.ids),         common(a.providers, b.providers),
          common(a.channels, b.channels), std::max(a.since, b.since),
          std::min(a.until, b.until),     a.exact && b.exact};
}

Bounds either(const Bounds& a, const Bounds& b) {
  if (a.is_nothing() || b.is_nothing()) {
    return a.is_nothing() ? b : a;
  }
  Bounds bounds = {a.ids.unite(b.ids),
                   united(a.providers, b.providers),
                   united(a.channels, b.channels),
                   std::min(a.since, b.since),
                   std::max(a.until, b.until),
                   false};
  // Two boxes that differ in one direction only make a box.
  const int differences = (a.ids == b.ids ? 0 : 1) +
                          (a.providers == b.providers ? 0 : 1) +
                          (a.channels == b.channels ? 0 : 1);
  bounds.exact = a.exact && b.exact && differences <= 1 && a.since == b.since &&
                 a.until == b.until;
  return bounds;
}

Bounds neither(const Bounds& excluded) {
  if (excluded.is_nothing()) {
    return {};
  }
  if (!excluded.exact || !excluded.only_ids()) {
    return Bounds::unknown();
  }
  return Bounds::of_ids(excluded.ids.complement());
}

Bounds bounds_of(const Condition& condition, Filetime now) {
  return Finder(now).of(condition, Place::Document);
}

const Condition* impossible_part(const Condition& condition, Filetime now) {
  Finder finder(now);
  (void)finder.of(condition, Place::Document);
  return finder.impossible();
}

std::optional<Selection> narrowed(const Selection& given,
                                  const Bounds& bounds) {
  Bounds of_given;
  if (!given.event_ids.empty()) {
    of_given.ids = IdSet(given.event_ids);
  }
  of_given.providers = names_of(given.providers);
  of_given.channels = names_of(given.channels);
  of_given.since = given.since;
  of_given.until = given.until;
  const Bounds left = both(of_given, bounds);
  if (left.is_nothing()) {
    return std::nullopt;
  }
  Selection selection;
  if (!left.ids.is_all()) {
    selection.event_ids = left.ids.ranges();
  }
  selection.providers = list_of(left.providers);
  selection.channels = list_of(left.channels);
  selection.since = left.since;
  selection.until = left.until;
  return selection;
}

}  // namespace eventlens::filter
