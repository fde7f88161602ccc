// A shape's items as text, for tests of what is made into shapes.
#pragma once

#include <string>
#include <vector>

#include "event/shape.h"

namespace eventlens::test {

/// The items as XML with {0} for slots, {0?} for optional ones, and
/// <name:0> for an element that depends on a value.
inline std::string structure_of(const std::vector<Item>& items) {
  std::string text;
  std::vector<std::string> open;
  bool in_tag = false;
  bool in_attribute = false;
  const auto close_tag = [&] {
    text += in_tag && !in_attribute ? ">" : "";
    in_tag = in_tag && in_attribute;
  };
  for (const Item& item : items) {
    switch (item.kind) {
      case ItemKind::ElementStart:
        close_tag();
        text += "<" + std::string(item.text);
        if (item.slot != kNoSlot) {
          text += ":" + std::to_string(item.slot);
        }
        open.emplace_back(item.text);
        in_tag = true;
        break;
      case ItemKind::ElementEnd:
        close_tag();
        text += "</" + open.back() + ">";
        open.pop_back();
        break;
      case ItemKind::AttributeStart:
        text += " " + std::string(item.text) + "='";
        in_attribute = true;
        break;
      case ItemKind::AttributeEnd:
        text += "'";
        in_attribute = false;
        break;
      case ItemKind::Text:
        close_tag();
        text += item.text;
        break;
      case ItemKind::Slot:
        close_tag();
        text += "{" + std::to_string(item.slot) +
                (item.flag == ItemFlag::Optional ? "?}" : "}");
        break;
      case ItemKind::Instruction:
        close_tag();
        text += "<?" + std::string(item.text) + "?>";
        break;
    }
  }
  return text;
}

}  // namespace eventlens::test
