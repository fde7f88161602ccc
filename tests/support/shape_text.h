// Shapes written as text, for tests of what is made of them:
//   <Event a='{0?}'><Data:1 Name='x'>text {1}</Data><Empty/></Event>
// {0} is the value in slot 0, {0?} an optional one, <Data:1> an element that
// depends on slot 1, <?a b?> an instruction. Nothing is escaped.
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text_pool.h"
#include "event/event.h"
#include "padded_bytes.h"

namespace eventlens::test {

class ShapeText {
 public:
  explicit ShapeText(std::string_view text) : text_(text) {}

  std::vector<Item> items() {
    while (!text_.empty()) {
      if (take("</")) {
        until(">");
        add(ItemKind::ElementEnd, {});
      } else if (take("<?")) {
        add(ItemKind::Instruction, until("?>"));
      } else if (take("<")) {
        element();
      } else {
        part("<");
      }
    }
    return std::move(items_);
  }

 private:
  void element() {
    const std::string_view name = text_.substr(0, text_.find_first_of(" />:"));
    text_.remove_prefix(name.size());
    add(ItemKind::ElementStart, name);
    if (take(":")) {
      items_.back().slot = number();
    }
    while (take(" ")) {
      add(ItemKind::AttributeStart, until("='"));
      while (!take("'")) {
        part("'");
      }
      add(ItemKind::AttributeEnd, {});
    }
    if (take("/>")) {
      add(ItemKind::ElementEnd, {});
      items_.back().flag = ItemFlag::SelfClosing;
    } else {
      take(">");
    }
  }

  /// A slot, or text up to `end` or the next slot.
  void part(std::string_view end) {
    if (take("{")) {
      add(ItemKind::Slot, {});
      items_.back().slot = number();
      items_.back().flag = take("?") ? ItemFlag::Optional : ItemFlag::None;
      take("}");
      return;
    }
    const size_t size = text_.find_first_of(std::string(end) + "{");
    add(ItemKind::Text, text_.substr(0, size));
    text_.remove_prefix(std::min(size, text_.size()));
  }

  uint16_t number() {
    uint16_t value = 0;
    for (; !text_.empty() && text_[0] >= '0' && text_[0] <= '9';
         text_.remove_prefix(1)) {
      value = static_cast<uint16_t>(10 * value + (text_[0] - '0'));
    }
    return value;
  }

  bool take(std::string_view what) {
    const bool there = text_.starts_with(what);
    text_.remove_prefix(there ? what.size() : 0);
    return there;
  }

  std::string_view until(std::string_view end) {
    const std::string_view found = text_.substr(0, text_.find(end));
    text_.remove_prefix(std::min(found.size() + end.size(), text_.size()));
    return found;
  }

  void add(ItemKind kind, std::string_view text) {
    static TextPool texts;  // outlives all shapes
    items_.push_back({kind, ItemFlag::None, kNoSlot, texts.keep(text)});
  }

  std::string_view text_;
  std::vector<Item> items_;
};

/// As many slots as the text names.
inline Shape shape_from(std::string_view text) {
  std::vector<Item> items = ShapeText(text).items();
  uint16_t slots = 0;
  for (const Item& item : items) {
    if (item.slot != kNoSlot && item.slot >= slots) {
      slots = static_cast<uint16_t>(item.slot + 1);
    }
  }
  return {std::move(items), slots};
}

/// An event of that shape; values that are not given are Null.
class TestEvent {
 public:
  TestEvent(std::string_view shape, const std::vector<EvtxValue>& values,
            uint32_t event_id = 0)
      : shape_(shape_from(shape)) {
    for (const EvtxValue& value : values) {
      owned_.emplace_back(value);
      values_.push_back(owned_.back().value());
    }
    if (values_.size() < shape_.slot_count()) {
      values_.resize(shape_.slot_count());
    }
    event_.event_id = event_id;
  }

  [[nodiscard]] const Shape& shape() const { return shape_; }
  [[nodiscard]] Event event() const {
    Event event = event_;
    event.shape = &shape_;
    event.values = values_;
    return event;
  }

 private:
  Shape shape_;
  std::vector<OwnedValue> owned_;
  std::vector<Value> values_;
  Event event_;
};

}  // namespace eventlens::test
