#include "evtx/positional.h"

#include <string_view>

namespace eventlens::evtx {
namespace {

class Builder {
 public:
  void open(std::string_view name) {
    add(ItemKind::ElementStart, kNoSlot, name);
  }
  void close(ItemFlag flag = ItemFlag::None) {
    add(ItemKind::ElementEnd, kNoSlot, {}, flag);
  }
  void attribute(std::string_view name, uint16_t slot) {
    add(ItemKind::AttributeStart, kNoSlot, name);
    add(ItemKind::Slot, slot, {}, ItemFlag::Optional);
    add(ItemKind::AttributeEnd, kNoSlot, {});
  }
  void element(std::string_view name, uint16_t slot) {
    open(name);
    add(ItemKind::Slot, slot, {});
    close();
  }
  void slot(uint16_t number, ItemFlag flag) {
    add(ItemKind::Slot, number, {}, flag);
  }
  void text_attribute(std::string_view name, std::string_view text) {
    add(ItemKind::AttributeStart, kNoSlot, name);
    add(ItemKind::Text, kNoSlot, text);
    add(ItemKind::AttributeEnd, kNoSlot, {});
  }
  std::vector<Item> take() { return std::move(items_); }

 private:
  void add(ItemKind kind, uint16_t slot, std::string_view text,
           ItemFlag flag = ItemFlag::None) {
    items_.push_back({kind, flag, slot, text});
  }

  std::vector<Item> items_;
};

constexpr std::string_view kNamespace =
    "http://schemas.microsoft.com/win/2004/08/events/event";

// Value numbers of Windows' outer template.
constexpr uint16_t kLevel = 0, kOpcode = 1, kTask = 2, kEventId = 3,
                   kQualifiers = 4, kKeywords = 5, kTime = 6, kActivity = 7,
                   kProcess = 8, kThread = 9, kRecordId = 10, kVersion = 11,
                   kUser = 12;

void add_system(Builder& builder, bool eighteen) {
  builder.open("System");
  builder.open("Provider");
  if (eighteen) {
    builder.attribute("Name", 14);
    builder.attribute("Guid", 15);
  }
  builder.close(ItemFlag::SelfClosing);
  builder.open("EventID");
  builder.attribute("Qualifiers", kQualifiers);
  builder.slot(kEventId, ItemFlag::None);
  builder.close();
  builder.element("Version", kVersion);
  builder.element("Level", kLevel);
  builder.element("Task", kTask);
  builder.element("Opcode", kOpcode);
  builder.element("Keywords", kKeywords);
  builder.open("TimeCreated");
  builder.attribute("SystemTime", kTime);
  builder.close(ItemFlag::SelfClosing);
  builder.element("EventRecordID", kRecordId);
  builder.open("Correlation");
  builder.attribute("ActivityID", kActivity);
  builder.attribute("RelatedActivityID", eighteen ? 13 : 18);
  builder.close(ItemFlag::SelfClosing);
  builder.open("Execution");
  builder.attribute("ProcessID", kProcess);
  builder.attribute("ThreadID", kThread);
  builder.close(ItemFlag::SelfClosing);
  if (eighteen) {
    builder.element("Channel", 16);
  }
  builder.open("Security");
  builder.attribute("UserID", kUser);
  builder.close(ItemFlag::SelfClosing);
  builder.close();
}

}  // namespace

std::vector<Item> positional_data(uint16_t count) {
  Builder builder;
  builder.open("EventData");
  for (uint16_t i = 0; i < count; ++i) {
    builder.element("Data", i);
  }
  builder.close();
  return builder.take();
}

std::vector<Item> positional_event(uint16_t count) {
  Builder builder;
  builder.open("Event");
  builder.text_attribute("xmlns", kNamespace);
  if (count == 18 || count == 20) {
    add_system(builder, count == 18);
    builder.slot(static_cast<uint16_t>(count - 1), ItemFlag::Optional);
  } else {
    builder.open("EventData");
    for (uint16_t i = 0; i < count; ++i) {
      builder.element("Data", i);
    }
    builder.close();
  }
  builder.close();
  return builder.take();
}

}  // namespace eventlens::evtx
