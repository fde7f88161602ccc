// A Shape as a tree of elements, for conditions that name places by a path.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "event/fields.h"
#include "event/shape.h"

namespace eventlens::filter {

/// Parts [begin, begin + size) of the tree's.
struct PartRange {
  size_t begin = 0;
  size_t size = 0;
};

struct ShapeAttribute {
  std::string_view name;
  PartRange parts;
};

struct ShapeElement {
  std::string_view name;
  /// The element is there only where this slot is not Null; kNoSlot: always.
  uint16_t required_slot = kNoSlot;
  /// Text directly in it.
  PartRange parts;
  std::vector<ShapeAttribute> attributes;
  std::vector<uint32_t> children;  // numbers of elements
};

/// Texts view the shape's.
class ShapeTree {
 public:
  explicit ShapeTree(const Shape& shape);

  /// Number 0 is the document, whose one child is the root element.
  [[nodiscard]] const ShapeElement& element(uint32_t number) const {
    return elements_[number];
  }
  [[nodiscard]] std::span<const FieldPart> parts(const PartRange& range) const {
    return std::span(parts_).subspan(range.begin, range.size);
  }
  /// The first child of that name; 0 where there is none.
  [[nodiscard]] uint32_t child(uint32_t number, std::string_view name) const;

 private:
  std::vector<ShapeElement> elements_;
  std::vector<FieldPart> parts_;
};

}  // namespace eventlens::filter
