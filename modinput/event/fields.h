// A Shape seen as a flat list of named fields, as flat outputs and enrichment
// need it. docs/fields.md has the naming rules; in short:
//  - the parts of <System> have their fixed names (event/shape.h);
//  - <Data Name='x'> and <ComplexData Name='x'> are x, <Data> without a name is
//    Data, and every other element goes by its path below its section, joined
//    with dots; attributes are one more step of the path;
//  - a name that <System> (or an earlier section) already uses is preceded by
//    its own section's name and a dot;
//  - namespace declarations are no fields.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "event/shape.h"

namespace eventlens {

/// Literal text, or the value of a slot.
struct FieldPart {
  uint16_t slot = kNoSlot;  // kNoSlot: `text` instead
  bool optional = false;
  std::string_view text;  // of the shape's items
};

/// One place in the event that has the field's name.
struct Occurrence {
  std::vector<FieldPart> parts;
  /// The place exists only where none of these is Null.
  std::vector<uint16_t> required_slots;
};

struct Field {
  std::string name;
  /// The place in SystemField's order, or kSystemFieldCount.
  size_t system = kSystemFieldCount;
  /// Part of <System>: left out where it is empty.
  bool of_system = false;
  std::vector<Occurrence> occurrences;
};

/// What the fields hold of text lives as long as `shape`.
/// In document order, except that the system fields come first in the order of
/// SystemField. Names are unique; a name that occurs again adds an occurrence.
[[nodiscard]] std::vector<Field> flat_fields(const Shape& shape);

}  // namespace eventlens
