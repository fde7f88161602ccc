// A Shape seen as a flat list of named fields, as flat outputs and enrichment
// need it. docs/fields.md has the naming rules; in short:
//  - the parts of <System> have their fixed names (event/shape.h);
//  - <Data Name='x'> and <ComplexData Name='x'> are x, <Data> without a name is
//    Data, and every other element goes by its path below its section, joined
//    with dots; attributes are one more step of the path;
//  - a name that <System> has for one of its fields, whether this shape has it
//    or not, or that an earlier section uses, is preceded by its own section's
//    name and a dot: so a field has one name in all forms of an event;
//  - namespace declarations are no fields.
#pragma once

#include <span>
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
  std::span<const FieldPart> parts;
  /// The place exists only where none of these is Null.
  std::span<const uint16_t> required_slots;
};

struct Field {
  std::string_view name;
  /// The place in SystemField's order, or kSystemFieldCount.
  size_t system = kSystemFieldCount;
  /// Part of <System>: left out where it is empty.
  bool of_system = false;
  std::span<const Occurrence> occurrences;
};

/// The fields of a shape and all that they view, in a handful of vectors: a
/// mixed log has some thousand shapes, and a vector and a string per field took
/// a third of the time that a shape costs. Moving it leaves the views valid.
/// Lives no longer than the shape's texts.
class FlatFields {
 public:
  FlatFields() = default;
  FlatFields(FlatFields&&) = default;
  FlatFields& operator=(FlatFields&&) = default;
  FlatFields(const FlatFields&) = delete;
  FlatFields& operator=(const FlatFields&) = delete;
  ~FlatFields() = default;

  [[nodiscard]] size_t size() const { return fields_.size(); }
  [[nodiscard]] auto begin() const { return fields_.begin(); }
  [[nodiscard]] auto end() const { return fields_.end(); }

 private:
  friend class Flattener;

  std::vector<Field> fields_;
  std::vector<Occurrence> occurrences_;  // those of a field side by side
  std::vector<FieldPart> parts_;
  std::vector<uint16_t> slots_;
  std::vector<char> names_;
};

/// In document order, except that the system fields come first in the order of
/// SystemField. Names are unique; a name that occurs again adds an occurrence.
[[nodiscard]] FlatFields flat_fields(const Shape& shape);

}  // namespace eventlens
