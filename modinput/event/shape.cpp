#include "event/shape.h"

#include <algorithm>

namespace eventlens {
namespace {

struct Place {
  std::string_view element;
  std::string_view attribute;
  std::string_view name;
};

// In the order of SystemField.
constexpr std::array<Place, kSystemFieldCount> kPlaces = {{
    {"TimeCreated", "SystemTime", "TimeCreated"},
    {"EventID", "", "EventID"},
    {"EventID", "Qualifiers", "Qualifiers"},
    {"Provider", "Name", "Provider"},
    {"Provider", "Guid", "ProviderGuid"},
    {"Channel", "", "Channel"},
    {"Computer", "", "Computer"},
    {"EventRecordID", "", "EventRecordID"},
    {"Level", "", "Level"},
    {"Task", "", "Task"},
    {"Opcode", "", "Opcode"},
    {"Keywords", "", "Keywords"},
    {"Version", "", "Version"},
    {"Correlation", "ActivityID", "ActivityID"},
    {"Correlation", "RelatedActivityID", "RelatedActivityID"},
    {"Execution", "ProcessID", "ProcessID"},
    {"Execution", "ThreadID", "ThreadID"},
    {"Security", "UserID", "UserID"},
    {"Provider", "EventSourceName", "EventSourceName"},
}};

/// Walks <Event><System>'s items and notes where each system field lies.
class SystemFinder {
 public:
  explicit SystemFinder(std::array<FieldRef, kSystemFieldCount>& fields)
      : fields_(fields) {}

  /// Returns false once </System> is passed.
  bool visit(const Item& item) {
    switch (item.kind) {
      case ItemKind::ElementStart:
        path_.push_back(item.text);
        return true;
      case ItemKind::ElementEnd:
        if (path_.size() == 2 && path_[1] == "System") {
          return false;
        }
        if (!path_.empty()) {
          path_.pop_back();
        }
        return true;
      case ItemKind::AttributeStart:
        attribute_ = item.text;
        return true;
      case ItemKind::AttributeEnd:
        attribute_.clear();
        return true;
      default:
        note(item);
        return true;
    }
  }

 private:
  void note(const Item& item) {
    if (path_.size() != 3 || path_[1] != "System") {
      return;
    }
    const size_t index = system_field_at(path_[2], attribute_);
    if (index == kSystemFieldCount) {
      return;
    }
    FieldRef& field = fields_[index];
    if (item.kind == ItemKind::Slot) {
      field = {FieldRef::Kind::Slot, item.slot, {}};
    } else if (item.kind == ItemKind::Text &&
               field.kind == FieldRef::Kind::None) {
      field = {FieldRef::Kind::Literal, kNoSlot, item.text};
    }
  }

  std::array<FieldRef, kSystemFieldCount>& fields_;
  std::vector<std::string_view> path_;
  std::string attribute_;
};

}  // namespace

Shape::Shape(std::vector<Item> items, uint16_t slot_count)
    : items_(std::move(items)), slot_count_(slot_count) {
  SystemFinder finder(system_);
  for (const Item& item : items_) {
    if (!finder.visit(item)) {
      break;
    }
  }
}

std::string_view system_field_name(SystemField field) {
  return kPlaces[static_cast<size_t>(field)].name;
}

bool is_system_field_name(std::string_view name) {
  return std::any_of(kPlaces.begin(), kPlaces.end(),
                     [name](const Place& place) { return place.name == name; });
}

size_t system_field_at(std::string_view element, std::string_view attribute) {
  size_t index = 0;
  while (index < kPlaces.size() && (kPlaces[index].element != element ||
                                    kPlaces[index].attribute != attribute)) {
    ++index;
  }
  return index;
}

}  // namespace eventlens
