#include "event/fields.h"

#include <algorithm>
#include <unordered_map>

namespace eventlens {
namespace {

/// An element on the way from the root to the current item.
struct OpenElement {
  std::string name;       // its step in paths: a Data's Name, or the element's
  std::string own_name;   // the element's
  size_t required_count;  // of the walk's required slots, before it
  std::vector<FieldPart> content;
  bool has_elements = false;
  bool has_attributes = false;
};

class Flattener {
 public:
  std::vector<Field> run(const Shape& shape) {
    for (const Item& item : shape.items()) {
      visit(item);
    }
    std::stable_sort(
        fields_.begin(), fields_.end(),
        [](const Field& a, const Field& b) { return a.system < b.system; });
    return std::move(fields_);
  }

 private:
  void visit(const Item& item) {
    switch (item.kind) {
      case ItemKind::ElementStart:
        return open(item);
      case ItemKind::ElementEnd:
        return close();
      case ItemKind::AttributeStart:
        in_attribute_ = true;
        attribute_ = item.text;
        attribute_parts_.clear();
        return;
      case ItemKind::AttributeEnd:
        in_attribute_ = false;
        return end_attribute();
      case ItemKind::Text:
        return part({kNoSlot, false, item.text});
      case ItemKind::Slot:
        return part({item.slot, item.flag == ItemFlag::Optional, {}});
      case ItemKind::Instruction:
        return instruction(item.text);
    }
  }

  void open(const Item& item) {
    if (!path_.empty()) {
      path_.back().has_elements = true;
    }
    path_.push_back({item.text, item.text, required_.size(), {}});
    // The root is there whatever it depends on.
    if (item.slot != kNoSlot && path_.size() > 1) {
      required_.push_back(item.slot);
    }
    if (path_.size() == 3 && path_[1].own_name == "UserData") {
      add("UserData", {}, {{kNoSlot, false, item.text}});
    }
  }

  void close() {
    OpenElement& element = path_.back();
    // A container's own text is layout, except for a value that may be missing:
    // that is an event's data which could not be read. A leaf's text is its
    // value, even if empty, unless attributes say all there is.
    if (element.has_elements) {
      std::erase_if(element.content,
                    [](const FieldPart& part) { return !part.optional; });
    }
    const bool says_something =
        !element.content.empty() ||
        (!element.has_elements && !element.has_attributes && path_.size() > 2);
    if (says_something) {
      add(path_text(""), {}, std::move(element.content));
    }
    required_.resize(element.required_count);
    path_.pop_back();
  }

  void part(FieldPart part) {
    if (in_attribute_) {
      attribute_parts_.push_back(std::move(part));
    } else if (!path_.empty()) {
      path_.back().content.push_back(std::move(part));
    }
  }

  void end_attribute() {
    if (path_.empty() || attribute_ == "xmlns" ||
        attribute_.starts_with("xmlns:")) {
      return;
    }
    OpenElement& element = path_.back();
    const bool literal =
        attribute_parts_.size() == 1 && attribute_parts_[0].slot == kNoSlot;
    const bool data =
        element.own_name == "Data" || element.own_name == "ComplexData";
    if (attribute_ == "Name" && data && literal) {
      element.name = attribute_parts_[0].text;
      return;
    }
    element.has_attributes = true;
    if (!attribute_parts_.empty()) {
      add(path_text(attribute_), attribute_, std::move(attribute_parts_));
    }
  }

  void instruction(const std::string& text) {
    const size_t blank = std::min(text.find(' '), text.size());
    add("?" + text.substr(0, blank), {},
        {{kNoSlot, false, text.substr(std::min(blank + 1, text.size()))}});
  }

  /// "Event", then the section ("System", "EventData", ...), then the steps
  /// that make the name. Attributes of the section itself keep its name.
  std::string path_text(const std::string& attribute) const {
    const bool of_section = path_.size() <= 2;
    // <UserData> holds one element that names the kind of event; its fields
    // are what lies below it.
    const size_t skip =
        path_.size() > 3 && path_[1].own_name == "UserData" ? 3 : 2;
    std::string text;
    for (size_t i = of_section ? path_.size() - 1 : skip; i < path_.size();
         ++i) {
      text += (text.empty() ? "" : ".") + path_[i].name;
    }
    if (!attribute.empty()) {
      text += "." + attribute;
    }
    return text;
  }

  void add(std::string name, const std::string& attribute,
           std::vector<FieldPart> parts) {
    Field field;
    const std::string section = path_.size() > 1 ? path_[1].own_name : "";
    field.of_system = section == "System";
    if (field.of_system && path_.size() == 3) {
      field.system = system_field_at(path_[2].own_name, attribute);
      if (field.system < kSystemFieldCount) {
        name = system_field_name(static_cast<SystemField>(field.system));
      } else if (!attribute.empty()) {
        name = attribute;  // SessionID, EventSourceName, ...
      }
    }
    const auto known = by_name_.find(name);
    if (known != by_name_.end() && section_[known->second] != section) {
      name.insert(0, section + ".");
    }
    const auto [at, fresh] = by_name_.try_emplace(name, fields_.size());
    if (fresh) {
      field.name = std::move(name);
      fields_.push_back(std::move(field));
      section_.push_back(section);
    }
    fields_[at->second].occurrences.push_back({std::move(parts), required_});
  }

  std::vector<Field> fields_;
  std::vector<std::string> section_;  // of fields_, by index
  std::unordered_map<std::string, size_t> by_name_;
  std::vector<OpenElement> path_;
  std::vector<uint16_t> required_;
  bool in_attribute_ = false;
  std::string attribute_;
  std::vector<FieldPart> attribute_parts_;
};

}  // namespace

std::vector<Field> flat_fields(const Shape& shape) {
  return Flattener().run(shape);
}

}  // namespace eventlens
