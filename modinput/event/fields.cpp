#include "event/fields.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/hash.h"

namespace eventlens {
namespace {

/// An element on the way from the root to the current item. Names view the
/// shape's items.
struct OpenElement {
  std::string_view name;  // its step in paths: a Data's Name, or the element's
  std::string_view own_name;  // the element's
  size_t required_count;      // of the walk's required slots, before it
  std::vector<FieldPart> content{};
  bool has_elements = false;
  bool has_attributes = false;
};

class Flattener {
 public:
  std::vector<Field> run(const Shape& shape) {
    // Most items are an element's two ends, its attribute's two and a value.
    fields_.reserve(shape.items().size() / 4);
    for (const Item& item : shape.items()) {
      visit(item);
    }
    return sorted();
  }

 private:
  /// The fields with those of SystemField in front, in its order.
  std::vector<Field> sorted() {
    std::array<size_t, kSystemFieldCount> places;
    places.fill(fields_.size());
    for (size_t i = 0; i < fields_.size(); ++i) {
      if (fields_[i].system < kSystemFieldCount) {
        places[fields_[i].system] = i;
      }
    }
    std::vector<Field> all;
    all.reserve(fields_.size());
    for (const size_t place : places) {
      if (place < fields_.size()) {
        all.push_back(std::move(fields_[place]));
      }
    }
    for (Field& field : fields_) {
      if (field.system == kSystemFieldCount) {
        all.push_back(std::move(field));
      }
    }
    return all;
  }

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
        attribute_literal_ = item.text;
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
    path_.push_back({item.text, item.text, required_.size()});
    // The root is there whatever it depends on.
    if (item.slot != kNoSlot && path_.size() > 1) {
      required_.push_back(item.slot);
    }
    if (path_.size() == 3 && path_[1].own_name == "UserData") {
      add_named("UserData", {{kNoSlot, false, item.text}});
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
      add({}, std::move(element.content));
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
      // The part's own text moves; the item's stays.
      element.name = attribute_literal_;
      return;
    }
    element.has_attributes = true;
    if (!attribute_parts_.empty()) {
      add(attribute_, std::move(attribute_parts_));
    }
  }

  void instruction(std::string_view text) {
    const size_t blank = std::min(text.find(' '), text.size());
    add_named(
        "?" + std::string(text.substr(0, blank)),
        {{kNoSlot, false, text.substr(std::min(blank + 1, text.size()))}});
  }

  /// "Event", then the section ("System", "EventData", ...), then the steps
  /// that make the name. Attributes of the section itself keep its name.
  std::string path_text(std::string_view attribute) const {
    const bool of_section = path_.size() <= 2;
    // <UserData> holds one element that names the kind of event; its fields
    // are what lies below it.
    const size_t skip =
        path_.size() > 3 && path_[1].own_name == "UserData" ? 3 : 2;
    std::string text;
    for (size_t i = of_section ? path_.size() - 1 : skip; i < path_.size();
         ++i) {
      if (!text.empty()) {
        text += '.';
      }
      text += path_[i].name;
    }
    if (!attribute.empty()) {
      text += '.';
      text += attribute;
    }
    return text;
  }

  /// The field of the innermost element, or of its attribute.
  void add(std::string_view attribute, std::vector<FieldPart> parts) {
    const bool of_system = section() == "System";
    if (!of_system || path_.size() != 3) {
      add_named(path_text(attribute), std::move(parts), of_system);
      return;
    }
    const size_t system = system_field_at(path_[2].own_name, attribute);
    if (system < kSystemFieldCount) {
      add_named(system_field_name(static_cast<SystemField>(system)),
                std::move(parts), true, system);
    } else {
      // SessionID, EventSourceName, ...
      add_named(attribute.empty() ? path_text({}) : std::string(attribute),
                std::move(parts), true);
    }
  }

  [[nodiscard]] std::string_view section() const {
    return path_.size() > 1 ? path_[1].own_name : std::string_view();
  }

  void add_named(std::string name, std::vector<FieldPart> parts,
                 bool of_system = false, size_t system = kSystemFieldCount) {
    uint64_t hash = hash_text(name);
    auto known = find(name, hash);
    if (known && known_[*known].section != section()) {
      name.insert(0, ".").insert(0, section());
      hash = hash_text(name);
      known = find(name, hash);
    }
    if (!known) {
      known = fields_.size();
      known_.push_back({hash, section()});
      fields_.push_back({std::move(name), system, of_system, {}});
    }
    fields_[*known].occurrences.push_back({std::move(parts), required_});
  }

  /// A shape has some dozens of fields: to look through their hashes is
  /// faster than to keep a map.
  [[nodiscard]] std::optional<size_t> find(std::string_view name,
                                           uint64_t hash) const {
    for (size_t i = 0; i < known_.size(); ++i) {
      if (known_[i].hash == hash && fields_[i].name == name) {
        return i;
      }
    }
    return std::nullopt;
  }

  struct Known {
    uint64_t hash;  // of the name
    std::string_view section;
  };

  std::vector<Field> fields_;
  std::vector<Known> known_;  // of fields_, by index
  std::vector<OpenElement> path_;
  std::vector<uint16_t> required_;
  bool in_attribute_ = false;
  std::string_view attribute_;
  std::string_view attribute_literal_;
  std::vector<FieldPart> attribute_parts_;
};

}  // namespace

std::vector<Field> flat_fields(const Shape& shape) {
  return Flattener().run(shape);
}

}  // namespace eventlens
