// Shape -> Program for Windows' event XML: what EvtRender gives, on one line.
//
// Rules ([MS-EVEN6] 2.2.12 and observation): an element goes with the value it
// depends on; an optional value that is Null takes its enclosing element or
// attribute with it, unless that element has elements of its own; an attribute
// without text is left out; an array repeats its element per item.
#include <optional>

#include "emit/program_builder.h"

namespace eventlens {
namespace {

/// What an element's own level holds.
struct Content {
  std::vector<size_t> slots;  // indices of items
  size_t others = 0;          // texts and instructions
  bool has_elements = false;
};

class XmlCompiler {
 public:
  explicit XmlCompiler(const Shape& shape) : items_(shape.items()) {}

  Program run() {
    const size_t root_end = last_root_end();
    for (; at_ < items_.size(); ++at_) {
      if (at_ == root_end) {
        close_tag();
        builder_.step(StepKind::Knowledge);
      }
      visit(at_);
    }
    if (root_end == items_.size()) {
      builder_.step(StepKind::Knowledge);
    }
    return builder_.take();
  }

 private:
  struct OpenElement {
    const Item* start;
    std::vector<size_t> jumps;  // to the element's end
  };

  /// The start tag of the element, where no value takes part in it.
  [[nodiscard]] std::optional<std::string> start_tag(size_t start) const {
    Buffer tag;
    tag.append("<");
    tag.append(items_[start].text);
    for (size_t i = start + 1; items_[i].kind != ItemKind::ElementEnd; ++i) {
      if (items_[i].kind != ItemKind::AttributeStart) {
        continue;
      }
      tag.append(" ");
      tag.append(items_[i].text);
      tag.append("='");
      for (++i; items_[i].kind != ItemKind::AttributeEnd; ++i) {
        if (items_[i].kind == ItemKind::Slot) {
          return std::nullopt;
        }
        append_utf8(tag, items_[i].text, Escape::XmlAttribute);
      }
      tag.append("'");
    }
    tag.append(">");
    return std::string(tag.view());
  }

  /// An element whose only content is one value, as one step. An array repeats
  /// the element: its end and start are what stands between the items.
  void leaf(const Item& element, const std::string& tag, const Item& slot) {
    const std::string end = "</" + std::string(element.text) + ">";
    const bool may_go =
        slot.flag == ItemFlag::Optional || element.slot == slot.slot;
    std::optional<size_t> jump;
    if (element.slot != kNoSlot && element.slot != slot.slot) {
      jump = builder_.step(StepKind::SkipIfNull, element.slot);
    }
    builder_.field(StepKind::XmlText, slot.slot,
                   may_go ? StepCondition::UnlessNull : StepCondition::None,
                   tag, end, builder_.separator(end + tag));
    if (jump) {
      builder_.land(*jump);
    }
    while (items_[at_].kind != ItemKind::ElementEnd) {
      ++at_;
    }
  }

  void visit(size_t i) {
    const Item& item = items_[i];
    switch (item.kind) {
      case ItemKind::ElementStart:
        return open(i);
      case ItemKind::ElementEnd:
        return end(item);
      case ItemKind::AttributeStart:
        return attribute(i);
      case ItemKind::AttributeEnd:
        in_attribute_ = false;
        return;
      case ItemKind::Text:
        if (!in_attribute_) {
          close_tag();
          builder_.literal(item.text, Escape::XmlText);
        }
        return;
      case ItemKind::Slot:
        if (!in_attribute_) {
          close_tag();
          builder_.step(StepKind::XmlText, item.slot, builder_.separator(","));
        }
        return;
      case ItemKind::Instruction:
        close_tag();
        builder_.literal("<?");
        builder_.literal(item.text);
        builder_.literal("?>");
        return;
    }
  }

  void open(size_t i) {
    close_tag();
    const Item& item = items_[i];
    const Content content = content_of(i);
    const bool one_value = !content.has_elements && content.slots.size() == 1 &&
                           content.others == 0;
    if (one_value && !open_.empty()) {
      if (const auto tag = start_tag(i)) {
        return leaf(item, *tag, items_[content.slots[0]]);
      }
    }
    OpenElement element{&item, {}};
    // Windows' own outer template makes <Event> depend on its payload; an event
    // without payload is an event all the same. The root is always there, and
    // once, whatever its values are.
    if (item.slot != kNoSlot && !open_.empty()) {
      element.jumps.push_back(builder_.step(StepKind::SkipIfNull, item.slot));
    }
    if (!content.has_elements && !open_.empty()) {
      for (const size_t slot : content.slots) {
        if (items_[slot].flag == ItemFlag::Optional) {
          element.jumps.push_back(
              builder_.step(StepKind::SkipIfNull, items_[slot].slot));
        }
      }
      if (one_value) {  // of an array: the whole element per item
        element.jumps.push_back(
            builder_.step(StepKind::Each, items_[content.slots[0]].slot));
      }
    }
    builder_.literal("<");
    builder_.literal(item.text);
    tag_open_ = true;
    open_.push_back(std::move(element));
  }

  void end(const Item& item) {
    if (open_.empty()) {
      return;
    }
    const OpenElement element = std::move(open_.back());
    open_.pop_back();
    if (tag_open_ && item.flag == ItemFlag::SelfClosing) {
      builder_.literal("/>");
      tag_open_ = false;
    } else {
      close_tag();
      builder_.literal("</");
      builder_.literal(element.start->text);
      builder_.literal(">");
    }
    for (const size_t jump : element.jumps) {
      builder_.land(jump);
    }
  }

  void attribute(size_t i) {
    in_attribute_ = true;
    size_t slots = 0;
    std::string text;
    const Item* slot = nullptr;
    size_t end = i + 1;
    for (; items_[end].kind != ItemKind::AttributeEnd; ++end) {
      if (items_[end].kind == ItemKind::Slot) {
        slot = &items_[end];
        ++slots;
      } else {
        text += items_[end].text;
      }
    }
    if (slots == 0 && text.empty()) {
      return;
    }
    const std::string head = " " + std::string(items_[i].text) + "='";
    if (slots == 1 && text.empty()) {
      builder_.field(StepKind::XmlAttribute, slot->slot,
                     StepCondition::UnlessEmpty, head, "'");
      return;
    }
    builder_.literal(head);
    for (size_t part = i + 1; part < end; ++part) {
      if (items_[part].kind == ItemKind::Slot) {
        builder_.step(StepKind::XmlAttribute, items_[part].slot);
      } else {
        builder_.literal(items_[part].text, Escape::XmlAttribute);
      }
    }
    builder_.literal("'");
  }

  void close_tag() {
    if (tag_open_) {
      builder_.literal(">");
      tag_open_ = false;
    }
  }

  [[nodiscard]] Content content_of(size_t start) const {
    Content content;
    size_t depth = 0;
    bool attribute = false;
    for (size_t i = start; i < items_.size(); ++i) {
      const ItemKind kind = items_[i].kind;
      if (kind == ItemKind::ElementStart) {
        content.has_elements = content.has_elements || ++depth > 1;
      } else if (kind == ItemKind::ElementEnd) {
        if (--depth == 0) {
          break;
        }
      } else if (kind == ItemKind::AttributeStart) {
        attribute = true;
      } else if (kind == ItemKind::AttributeEnd) {
        attribute = false;
      } else if (!attribute && kind == ItemKind::Slot) {
        content.slots.push_back(i);
      } else if (!attribute) {
        ++content.others;
      }
      if (content.has_elements) {
        break;
      }
    }
    return content;
  }

  /// Where what enrichment adds goes: before the end of the root element.
  [[nodiscard]] size_t last_root_end() const {
    for (size_t i = items_.size(); i > 0; --i) {
      if (items_[i - 1].kind == ItemKind::ElementEnd) {
        return i - 1;
      }
    }
    return items_.size();
  }

  const std::vector<Item>& items_;
  size_t at_ = 0;
  ProgramBuilder builder_;
  std::vector<OpenElement> open_;
  bool tag_open_ = false;
  bool in_attribute_ = false;
};

}  // namespace

Program compile_xml(const Shape& shape) { return XmlCompiler(shape).run(); }

}  // namespace eventlens
