#include "event/shift.h"

#include <string_view>
#include <vector>

namespace eventlens {
namespace {

constexpr std::string_view kSysmon = "Microsoft-Windows-Sysmon";

bool is_text(const Value& value) {
  return value.type_byte == static_cast<uint8_t>(ValueType::String) ||
         value.type_byte == static_cast<uint8_t>(ValueType::Utf8);
}

}  // namespace

uint16_t shift_witness(const Shape& shape) {
  const FieldRef& provider = shape.system(SystemField::Provider);
  const bool other =
      provider.kind == FieldRef::Kind::None ||
      (provider.kind == FieldRef::Kind::Literal && provider.literal != kSysmon);
  if (other) {
    return kNoSlot;
  }
  // <Data Name='ProcessId'>{slot}
  const std::vector<Item>& items = shape.items();
  for (size_t i = 0; i + 4 < items.size(); ++i) {
    if (items[i].kind == ItemKind::AttributeStart && items[i].text == "Name" &&
        items[i + 1].kind == ItemKind::Text &&
        items[i + 1].text == "ProcessId" &&
        items[i + 2].kind == ItemKind::AttributeEnd &&
        items[i + 3].kind == ItemKind::Slot) {
      return items[i + 3].slot;
    }
  }
  return kNoSlot;
}

bool is_shifted(const Event& event, uint16_t witness) {
  const Value& process_id = event.values[witness];
  // Where it came as a number it is one; nearly all events end here.
  if (!is_text(process_id) || is_empty_text(process_id) ||
      integer_of(process_id)) {
    return false;
  }
  Buffer provider;
  append_value(provider, event.system(SystemField::Provider), Escape::Raw);
  return provider.view() == kSysmon;
}

}  // namespace eventlens
