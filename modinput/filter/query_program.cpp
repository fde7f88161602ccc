#include "filter/query_program.h"

#include <algorithm>

#include "base/ascii.h"

namespace eventlens::filter {
namespace {

/// Elements that making a program may look at; real ones come to some hundred.
constexpr size_t kMaxVisits = size_t{1} << 20;

int order_of(std::string_view a, std::string_view b, bool ignores_case) {
  if (!ignores_case) {
    return a.compare(b);
  }
  const size_t size = std::min(a.size(), b.size());
  for (size_t i = 0; i < size; ++i) {
    if (lower_case(a[i]) != lower_case(b[i])) {
      return lower_case(a[i]) < lower_case(b[i]) ? -1 : 1;
    }
  }
  return a.size() < b.size() ? -1 : a.size() > b.size() ? 1 : 0;
}

/// The number that a value is; nothing where it is none.
std::optional<Number> number_of(const Value& value, std::string_view text) {
  const auto bits = integer_of(value);
  if (!bits) {
    return std::nullopt;
  }
  return Number{text.starts_with('-') && *bits != 0, *bits};
}

/// GUIDs and SIDs are the same in either case.
bool is_identifier(const Value& value) {
  return value.type() == ValueType::Guid || value.type() == ValueType::Sid;
}

}  // namespace

QueryProgram::QueryProgram(const Condition& condition, const ShapeTree& tree) {
  add({});
  Test truth;
  truth.constant = true;
  add(truth);
  whole_ = make(condition, tree, {0, 0, false});
}

QueryProgram::TestNumber QueryProgram::add(const Test& test) {
  tests_.push_back(test);
  return static_cast<TestNumber>(tests_.size() - 1);
}

/// The tests joined, without those whose result is known.
QueryProgram::TestNumber QueryProgram::join(Test::Kind kind,
                                            std::vector<TestNumber> tests) {
  const bool all = kind == Test::Kind::All;
  // What decides alone, and what says nothing.
  const TestNumber decides = constant(!all);
  std::erase(tests, constant(all));
  if (std::find(tests.begin(), tests.end(), decides) != tests.end()) {
    return kind == Test::Kind::None ? constant(false) : decides;
  }
  if (tests.empty()) {
    return constant(kind != Test::Kind::Any);
  }
  if (tests.size() == 1 && kind != Test::Kind::None) {
    return tests.front();
  }
  Test joined;
  joined.kind = kind;
  joined.begin = static_cast<uint32_t>(links_.size());
  joined.size = static_cast<uint32_t>(tests.size());
  links_.insert(links_.end(), tests.begin(), tests.end());
  return add(joined);
}

QueryProgram::TestNumber QueryProgram::make(const Condition& condition,
                                            const ShapeTree& tree,
                                            const Place& place) {
  if (condition.kind == Condition::Kind::Path) {
    return follow(condition, 0, tree, place);
  }
  std::vector<TestNumber> tests;
  for (const Condition& part : condition.parts) {
    tests.push_back(make(part, tree, place));
  }
  return join(condition.kind == Condition::Kind::All   ? Test::Kind::All
              : condition.kind == Condition::Kind::Any ? Test::Kind::Any
                                                       : Test::Kind::None,
              std::move(tests));
}

/// The condition's path from step `step` on, which begins at `place`: any of
/// the places that it leads to will do.
QueryProgram::TestNumber QueryProgram::follow(const Condition& condition,
                                              size_t step,
                                              const ShapeTree& tree,
                                              const Place& place) {
  const ShapeElement& element = tree.element(place.element);
  if (step == condition.path.size()) {
    return ask(condition.comparison, tree.parts(element.parts),
               place.in_system);
  }
  const PathStep& next = condition.path[step];
  const auto fits = [&next](std::string_view name) {
    return next.name == "*" || next.name == name;
  };
  std::vector<TestNumber> ways;
  if (next.attribute) {
    for (const ShapeAttribute& attribute : element.attributes) {
      if (fits(attribute.name)) {
        ways.push_back(ask(condition.comparison, tree.parts(attribute.parts),
                           place.in_system));
      }
    }
    return join(Test::Kind::Any, std::move(ways));
  }
  for (const uint32_t child : element.children) {
    const ShapeElement& there = tree.element(child);
    too_large_ = too_large_ || ++visits_ > kMaxVisits;
    if (too_large_ || !fits(there.name)) {
      continue;
    }
    const Place inner = {
        child, static_cast<uint8_t>(std::min(place.depth + 1, 3)),
        place.in_system || (place.depth == 1 && there.name == "System")};
    std::vector<TestNumber> needed;
    if (there.required_slot != kNoSlot) {
      Test present;
      present.kind = Test::Kind::Present;
      present.slot = there.required_slot;
      needed.push_back(add(present));
    }
    for (const Condition& predicate : next.predicates) {
      needed.push_back(make(predicate, tree, inner));
    }
    needed.push_back(follow(condition, step + 1, tree, inner));
    ways.push_back(join(Test::Kind::All, std::move(needed)));
  }
  return join(Test::Kind::Any, std::move(ways));
}

/// The comparison of what stands at `parts`; decided now where that is the same
/// in every event.
QueryProgram::TestNumber QueryProgram::ask(const Comparison& comparison,
                                           std::span<const FieldPart> parts,
                                           bool in_system) {
  if (comparison.kind == Comparison::Kind::Exists) {
    return constant(true);
  }
  const bool literal =
      std::all_of(parts.begin(), parts.end(),
                  [](const FieldPart& part) { return part.slot == kNoSlot; });
  if (literal && comparison.kind != Comparison::Kind::Age) {
    Buffer text;
    return constant(any_value(
        parts, Event(), text, [&](std::string_view found, const Value& value) {
          return compares(comparison, in_system, found, value, 0);
        }));
  }
  Test test;
  test.kind = Test::Kind::Value;
  test.ignores_case = in_system;
  test.begin = static_cast<uint32_t>(parts_.size());
  test.size = static_cast<uint32_t>(parts.size());
  test.comparison = &comparison;
  parts_.insert(parts_.end(), parts.begin(), parts.end());
  return add(test);
}

bool QueryProgram::holds(TestNumber number, const Moment& moment) const {
  const Test& test = tests_[number];
  const auto inner = [&](TestNumber other) { return holds(other, moment); };
  const auto* const begin = links_.data() + test.begin;
  switch (test.kind) {
    case Test::Kind::Constant:
      return test.constant;
    case Test::Kind::All:
      return std::all_of(begin, begin + test.size, inner);
    case Test::Kind::Any:
      return std::any_of(begin, begin + test.size, inner);
    case Test::Kind::None:
      return std::none_of(begin, begin + test.size, inner);
    case Test::Kind::Present:
      return !moment.event.values[test.slot].is_null();
    case Test::Kind::Value:
      return any_value(std::span(parts_).subspan(test.begin, test.size),
                       moment.event, moment.text,
                       [&](std::string_view text, const Value& value) {
                         return compares(*test.comparison, test.ignores_case,
                                         text, value, moment.now);
                       });
  }
  return false;
}

bool QueryProgram::compares(const Comparison& comparison, bool ignores_case,
                            std::string_view text, const Value& value,
                            Filetime now) {
  switch (comparison.kind) {
    case Comparison::Kind::Exists:
      return true;
    case Comparison::Kind::Text:
      return eventlens::filter::holds(
          comparison.op, order_of(text, comparison.text,
                                  ignores_case || is_identifier(value)));
    case Comparison::Kind::Number: {
      const auto number = number_of(value, text);
      return number ? eventlens::filter::holds(
                          comparison.op, compare(*number, comparison.number))
                    : comparison.op == Operator::NotEqual;
    }
    case Comparison::Kind::Time: {
      const auto time = time_of(value);
      return time && eventlens::filter::holds(comparison.op,
                                              *time < comparison.time   ? -1
                                              : *time > comparison.time ? 1
                                                                        : 0);
    }
    case Comparison::Kind::Age: {
      const auto time = time_of(value);
      constexpr uint64_t kTicks = kTicksPerSecond / 1000;
      const bool ahead = time && *time > now;
      const uint64_t size = !time ? 0 : (ahead ? *time - now : now - *time);
      const uint64_t age = size / kTicks;
      return time && eventlens::filter::holds(
                         comparison.op, compare(Number{ahead && age != 0,
                                                       ahead ? 0 - age : age},
                                                comparison.number));
    }
    case Comparison::Kind::Mask: {
      const auto bits = integer_of(value);
      return bits && (*bits & comparison.number.bits) != 0;
    }
  }
  return false;
}

}  // namespace eventlens::filter
