#include "evt/shapes.h"

#include <string_view>

#include "base/limits.h"

namespace eventlens::evt {
namespace {

class Builder {
 public:
  void open(std::string_view name) { add(ItemKind::ElementStart, name); }
  void close(ItemFlag flag = ItemFlag::None) {
    add(ItemKind::ElementEnd, {}, kNoSlot, flag);
  }
  void value(size_t slot, ItemFlag flag = ItemFlag::None) {
    add(ItemKind::Slot, {}, slot, flag);
  }
  void attribute(std::string_view name, size_t slot) {
    add(ItemKind::AttributeStart, name);
    value(slot, ItemFlag::Optional);
    add(ItemKind::AttributeEnd, {});
  }
  void literal_attribute(std::string_view name, std::string_view text) {
    add(ItemKind::AttributeStart, name);
    add(ItemKind::Text, text);
    add(ItemKind::AttributeEnd, {});
  }
  void element(std::string_view name, size_t slot) {
    open(name);
    value(slot);
    close();
  }
  void empty_element(std::string_view name, std::string_view attribute_name,
                     size_t slot) {
    open(name);
    attribute(attribute_name, slot);
    close(ItemFlag::SelfClosing);
  }
  std::vector<Item> take() { return std::move(items_); }

 private:
  void add(ItemKind kind, std::string_view text, size_t slot = kNoSlot,
           ItemFlag flag = ItemFlag::None) {
    items_.push_back({kind, flag, static_cast<uint16_t>(slot), text});
  }

  std::vector<Item> items_;
};

void add_system(Builder& builder) {
  builder.open("System");
  builder.empty_element("Provider", "Name", kProvider);
  builder.open("EventID");
  builder.attribute("Qualifiers", kQualifiers);
  builder.value(kEventId);
  builder.close();
  builder.element("Level", kLevel);
  builder.element("Task", kTask);
  builder.element("Keywords", kKeywords);
  builder.empty_element("TimeCreated", "SystemTime", kTimeCreated);
  builder.element("EventRecordID", kEventRecordId);
  builder.element("Channel", kChannel);
  builder.element("Computer", kComputer);
  builder.empty_element("Security", "UserID", kUserId);
  builder.close();
}

std::vector<Item> items_of(size_t string_count, bool has_data) {
  Builder builder;
  builder.open("Event");
  builder.literal_attribute(
      "xmlns", "http://schemas.microsoft.com/win/2004/08/events/event");
  add_system(builder);
  builder.open("EventData");
  for (size_t i = 0; i < string_count; ++i) {
    builder.element("Data", kFirstString + i);
  }
  if (has_data) {
    builder.element("Binary", kFirstString + string_count);
  }
  builder.close(ItemFlag::SelfClosing);
  builder.close();
  return builder.take();
}

}  // namespace

const Shape* ShapeCache::shape_of(size_t string_count, bool has_data) {
  std::unique_ptr<Shape>& shape =
      shapes_[2 * string_count + (has_data ? 1 : 0)];
  if (shape == nullptr) {
    const size_t slots = kFirstString + string_count + (has_data ? 1 : 0);
    shape = std::make_unique<Shape>(items_of(string_count, has_data),
                                    static_cast<uint16_t>(slots));
    // As items, and about twice as much again as programs.
    footprint_ += 3 * shape->items().size() * sizeof(Item);
  }
  return shape.get();
}

bool ShapeCache::is_full() const { return footprint_ > kMaxShapeBytes; }

void ShapeCache::clear() {
  shapes_.clear();
  footprint_ = 0;
}

}  // namespace eventlens::evt
