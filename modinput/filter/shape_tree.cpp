#include "filter/shape_tree.h"

namespace eventlens::filter {

ShapeTree::ShapeTree(const Shape& shape) : elements_(1) {
  // Text of an element may lie on both sides of its children; it is put
  // together when the element ends.
  std::vector<std::vector<FieldPart>> contents(1);
  std::vector<uint32_t> path = {0};
  ShapeAttribute* attribute = nullptr;
  const auto add = [&](const FieldPart& part) {
    if (attribute != nullptr) {
      parts_.push_back(part);
      ++attribute->parts.size;
    } else {
      contents.back().push_back(part);
    }
  };
  for (const Item& item : shape.items()) {
    switch (item.kind) {
      case ItemKind::ElementStart: {
        const auto number = static_cast<uint32_t>(elements_.size());
        // The root is there whatever it depends on.
        const uint16_t slot = path.size() == 1 ? kNoSlot : item.slot;
        elements_[path.back()].children.push_back(number);
        elements_.push_back({item.text, slot, {}, {}, {}});
        path.push_back(number);
        contents.emplace_back();
        break;
      }
      case ItemKind::ElementEnd:
        elements_[path.back()].parts = {parts_.size(), contents.back().size()};
        parts_.insert(parts_.end(), contents.back().begin(),
                      contents.back().end());
        path.pop_back();
        contents.pop_back();
        break;
      case ItemKind::AttributeStart:
        elements_[path.back()].attributes.push_back(
            {item.text, {parts_.size(), 0}});
        attribute = &elements_[path.back()].attributes.back();
        break;
      case ItemKind::AttributeEnd:
        attribute = nullptr;
        break;
      case ItemKind::Text:
        add({kNoSlot, false, item.text});
        break;
      case ItemKind::Slot:
        add({item.slot, item.flag == ItemFlag::Optional, {}});
        break;
      case ItemKind::Instruction:
        break;
    }
  }
}

uint32_t ShapeTree::child(uint32_t number, std::string_view name) const {
  for (const uint32_t child : elements_[number].children) {
    if (elements_[child].name == name) {
      return child;
    }
  }
  return 0;
}

}  // namespace eventlens::filter
