// An event query as it is written: conditions on paths into an event's XML.
// docs/filters.md has the grammar.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/expected.h"
#include "base/filetime.h"

namespace eventlens::filter {

/// An integer of up to 64 bits, signed or not.
struct Number {
  bool negative = false;
  uint64_t bits = 0;  // two's complement where negative
};

/// Below 0, 0 or above it.
[[nodiscard]] int compare(const Number& a, const Number& b);

enum class Operator : uint8_t {
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
};

/// Whether `a op b`, where `order` is how a compares with b.
[[nodiscard]] bool holds(Operator op, int order);

/// What is asked of a place.
struct Comparison {
  enum class Kind : uint8_t {
    Exists,  // that it is there
    Text,    // op text
    Number,  // op number
    Time,    // op time
    Age,     // milliseconds from its time until now, op number
    Mask,    // band(): a bit of number
  };
  Kind kind = Kind::Exists;
  Operator op = Operator::Equal;
  std::string text;
  Number number;
  Filetime time = 0;
};

struct Condition;

/// "Data[...]", "*" or "@Name".
struct PathStep {
  std::string name;  // "*": any
  bool attribute = false;
  std::vector<Condition> predicates;  // all must hold
};

struct Condition {
  enum class Kind : uint8_t {
    All,   // of parts
    Any,   // of parts
    None,  // of parts: what is suppressed
    Path,  // a place on the path for which the comparison holds
  };
  Kind kind = Kind::Path;
  std::vector<Condition> parts;
  std::vector<PathStep> path;
  Comparison comparison;
  size_t offset = 0;  // in the text, where it begins
};

/// "*[System[EventID=4624]] and *[EventData[...]]".
/// Error: InvalidSetting, with the column and what is accepted.
Expected<Condition> parse_xpath(std::string_view text);

/// The same, or "<QueryList>...</QueryList>". A part that can never hold is
/// refused too. Error: as parse_xpath; for a list with the element's place.
Expected<Condition> parse_query(std::string_view text);

}  // namespace eventlens::filter
