// A Shape: everything that events of one kind share.
//
// It is the event's XML with holes: a flat list of items in document order
// (elements, attributes, literal text) in which a Slot item stands where each
// event has a value of its own. Slots number the event's flat array of Values.
// What a shape decides once (names, order, which item is Provider or EventID)
// is never decided again per event.
//
// An input format makes Shapes and Values; an output format compiles Shapes.
// Neither knows the other.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "event/value.h"

namespace eventlens {

enum class ItemKind : uint8_t {
  ElementStart,    // text: name; then its attributes, its content, ElementEnd
  ElementEnd,      // flag SelfClosing: written <x/> where it has no content
  AttributeStart,  // text: name; then its value's parts
  AttributeEnd,
  Text,         // text: literal characters, unescaped UTF-8
  Slot,         // a value of the event; flag Optional
  Instruction,  // text: target of a processing instruction, blank, its data
};

enum class ItemFlag : uint8_t {
  None = 0,
  Optional = 1,     // Slot: where the value is Null, what encloses it goes too
  SelfClosing = 2,  // ElementEnd
};

inline constexpr uint16_t kNoSlot = 0xFFFF;

/// `text` views memory that whoever makes the shape keeps (base/text_pool.h),
/// so that items are copied and forgotten like numbers.
struct Item {
  ItemKind kind;
  ItemFlag flag = ItemFlag::None;
  /// Slot: the value's number. ElementStart: the value on which the element
  /// depends (it is left out where that is Null), or kNoSlot.
  uint16_t slot = kNoSlot;
  std::string_view text;

  bool operator==(const Item&) const = default;
};

/// The values of <System>, named as in docs/fields.md and in the order in
/// which flat outputs list them.
enum class SystemField : uint8_t {
  TimeCreated,
  EventId,
  Qualifiers,
  Provider,
  ProviderGuid,
  Channel,
  Computer,
  EventRecordId,
  Level,
  Task,
  Opcode,
  Keywords,
  Version,
  ActivityId,
  RelatedActivityId,
  ProcessId,
  ThreadId,
  UserId,
  EventSourceName,
};
inline constexpr size_t kSystemFieldCount = 19;

/// Where a shape keeps something: in a slot, as a literal, or nowhere.
struct FieldRef {
  enum class Kind : uint8_t { None, Literal, Slot };
  Kind kind = Kind::None;
  uint16_t slot = kNoSlot;
  std::string_view literal;  // UTF-8, an item's text
};

class Shape {
 public:
  /// Derives the system fields from `items`. REQUIRES: every start has its
  /// end, no slot number reaches `slot_count`, and the items' texts live as
  /// long as the shape.
  Shape(std::vector<Item> items, uint16_t slot_count);

  [[nodiscard]] const std::vector<Item>& items() const { return items_; }
  /// Values that an event of this shape has at least.
  [[nodiscard]] uint16_t slot_count() const { return slot_count_; }
  [[nodiscard]] const FieldRef& system(SystemField field) const {
    return system_[static_cast<size_t>(field)];
  }

 private:
  std::vector<Item> items_;
  uint16_t slot_count_;
  std::array<FieldRef, kSystemFieldCount> system_;
};

/// The name under which flat outputs and settings know a system field.
[[nodiscard]] std::string_view system_field_name(SystemField field);
[[nodiscard]] bool is_system_field_name(std::string_view name);

/// The system field that lies at <System><`element`> (`attribute` empty) or in
/// its attribute; kSystemFieldCount where there is none of that place.
[[nodiscard]] size_t system_field_at(std::string_view element,
                                     std::string_view attribute);

}  // namespace eventlens
