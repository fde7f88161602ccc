#include "event/fields.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
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
  size_t content_begin;       // in the walk's content
  bool has_elements = false;
  bool has_attributes = false;
};

/// Items of one of FlatFields' vectors, which may still move.
struct Range {
  size_t begin;
  size_t size;
};

}  // namespace

class Flattener {
 public:
  FlatFields run(const Shape& shape) {
    // Most items are an element's two ends, its attribute's two and a value.
    const size_t usual = shape.items().size() / 4;
    known_.reserve(usual);
    places_.reserve(usual);
    result_.parts_.reserve(usual);
    constexpr size_t kUsualName = 16;
    result_.names_.reserve(usual * kUsualName);
    for (const Item& item : shape.items()) {
      visit(item);
    }
    finish();
    return std::move(result_);
  }

 private:
  /// A field as it is known during the walk.
  struct Known {
    uint64_t hash;  // of the name
    std::string_view section;
    Range name;
    size_t system;
    bool of_system;
    size_t occurrences = 0;
  };

  /// An occurrence, of the field with that number.
  struct Place {
    size_t field;
    Range parts;
    Range slots;
  };

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
    path_.push_back({item.text, item.text, required_.size(), content_.size()});
    // The root is there whatever it depends on.
    if (item.slot != kNoSlot && path_.size() > 1) {
      required_.push_back(item.slot);
    }
    if (path_.size() == 3 && path_[1].own_name == "UserData") {
      const FieldPart kind{kNoSlot, false, item.text};
      add_named({"UserData"}, {&kind, 1});
    }
  }

  void close() {
    const OpenElement& element = path_.back();
    const auto begin =
        content_.begin() + static_cast<ptrdiff_t>(element.content_begin);
    // A container's own text is layout, except for a value that may be missing:
    // that is an event's data which could not be read. A leaf's text is its
    // value, even if empty, unless attributes say all there is.
    if (element.has_elements) {
      content_.erase(
          std::remove_if(begin, content_.end(),
                         [](const FieldPart& part) { return !part.optional; }),
          content_.end());
    }
    const std::span<const FieldPart> content(begin, content_.end());
    const bool says_something =
        !content.empty() ||
        (!element.has_elements && !element.has_attributes && path_.size() > 2);
    if (says_something) {
      add({}, content);
    }
    content_.resize(element.content_begin);
    required_.resize(element.required_count);
    path_.pop_back();
  }

  void part(const FieldPart& part) {
    if (in_attribute_) {
      attribute_parts_.push_back(part);
    } else if (!path_.empty()) {
      content_.push_back(part);
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
      add(attribute_, attribute_parts_);
    }
  }

  void instruction(std::string_view text) {
    const size_t blank = std::min(text.find(' '), text.size());
    const FieldPart data{kNoSlot, false,
                         text.substr(std::min(blank + 1, text.size()))};
    add_named({"?", text.substr(0, blank)}, {&data, 1});
  }

  /// Appends to the names what names the innermost element: "Event", then the
  /// section ("System", "EventData", ...), then the steps that make the name.
  /// Attributes of the section itself keep its name.
  void put_path(std::string_view attribute) {
    const bool of_section = path_.size() <= 2;
    // <UserData> holds one element that names the kind of event; its fields
    // are what lies below it.
    const size_t skip =
        path_.size() > 3 && path_[1].own_name == "UserData" ? 3 : 2;
    const size_t begin = result_.names_.size();
    for (size_t i = of_section ? path_.size() - 1 : skip; i < path_.size();
         ++i) {
      put(result_.names_.size() == begin ? "" : ".");
      put(path_[i].name);
    }
    if (!attribute.empty()) {
      put(".");
      put(attribute);
    }
  }

  /// The field of the innermost element, or of its attribute.
  void add(std::string_view attribute, std::span<const FieldPart> parts) {
    const size_t begin = result_.names_.size();
    const bool of_system = section() == "System";
    size_t system = kSystemFieldCount;
    if (of_system && path_.size() == 3) {
      system = system_field_at(path_[2].own_name, attribute);
    }
    if (system < kSystemFieldCount) {
      put(system_field_name(static_cast<SystemField>(system)));
    } else if (of_system && path_.size() == 3 && !attribute.empty()) {
      put(attribute);  // SessionID, EventSourceName, ...
    } else {
      put_path(attribute);
    }
    add_field(begin, parts, of_system, system);
  }

  void add_named(std::initializer_list<std::string_view> name,
                 std::span<const FieldPart> parts) {
    const size_t begin = result_.names_.size();
    for (const std::string_view piece : name) {
      put(piece);
    }
    add_field(begin, parts, false, kSystemFieldCount);
  }

  [[nodiscard]] std::string_view section() const {
    return path_.size() > 1 ? path_[1].own_name : std::string_view();
  }

  void put(std::string_view text) {
    result_.names_.insert(result_.names_.end(), text.begin(), text.end());
  }

  /// An occurrence of the field whose name is what lies in the names behind
  /// `begin`.
  void add_field(size_t begin, std::span<const FieldPart> parts, bool of_system,
                 size_t system) {
    auto& names = result_.names_;
    const auto name = [&] { return name_in({begin, names.size() - begin}); };
    uint64_t hash = hash_text(name());
    auto known = find(name(), hash);
    const bool is_taken = known ? known_[*known].section != section()
                                : !of_system && is_system_field_name(name());
    if (is_taken) {
      const auto at = names.begin() + static_cast<ptrdiff_t>(begin);
      names.insert(names.insert(at, '.'), section().begin(), section().end());
      hash = hash_text(name());
      known = find(name(), hash);
    }
    if (known) {
      names.resize(begin);
    } else {
      known = known_.size();
      known_.push_back(
          {hash, section(), {begin, names.size() - begin}, system, of_system});
    }
    ++known_[*known].occurrences;
    places_.push_back({*known,
                       {result_.parts_.size(), parts.size()},
                       {result_.slots_.size(), required_.size()}});
    result_.parts_.insert(result_.parts_.end(), parts.begin(), parts.end());
    result_.slots_.insert(result_.slots_.end(), required_.begin(),
                          required_.end());
  }

  [[nodiscard]] std::string_view name_in(const Range& range) const {
    return {result_.names_.data() + range.begin, range.size};
  }

  /// A shape has some dozens of fields: to look through their hashes is
  /// faster than to keep a map.
  [[nodiscard]] std::optional<size_t> find(std::string_view name,
                                           uint64_t hash) const {
    for (size_t i = 0; i < known_.size(); ++i) {
      if (known_[i].hash == hash && name_in(known_[i].name) == name) {
        return i;
      }
    }
    return std::nullopt;
  }

  /// Makes the fields of what is known, now that nothing moves any more.
  void finish() {
    std::vector<size_t> next(known_.size());  // occurrence of each field
    result_.fields_.reserve(known_.size());
    result_.occurrences_.resize(places_.size());
    size_t begin = 0;
    for (const size_t i : final_order()) {
      const Known& known = known_[i];
      next[i] = begin;
      result_.fields_.push_back(
          {name_in(known.name), known.system, known.of_system,
           std::span(result_.occurrences_).subspan(begin, known.occurrences)});
      begin += known.occurrences;
    }
    for (const Place& place : places_) {
      result_.occurrences_[next[place.field]++] = {
          std::span(result_.parts_)
              .subspan(place.parts.begin, place.parts.size),
          std::span(result_.slots_)
              .subspan(place.slots.begin, place.slots.size)};
    }
  }

  /// The numbers of the known fields, those of SystemField in front.
  [[nodiscard]] std::vector<size_t> final_order() const {
    std::array<size_t, kSystemFieldCount> of_system;
    of_system.fill(known_.size());
    for (size_t i = 0; i < known_.size(); ++i) {
      if (known_[i].system < kSystemFieldCount) {
        of_system[known_[i].system] = i;
      }
    }
    std::vector<size_t> order;
    order.reserve(known_.size());
    std::copy_if(of_system.begin(), of_system.end(), std::back_inserter(order),
                 [this](size_t i) { return i < known_.size(); });
    for (size_t i = 0; i < known_.size(); ++i) {
      if (known_[i].system == kSystemFieldCount) {
        order.push_back(i);
      }
    }
    return order;
  }

  FlatFields result_;
  std::vector<Known> known_;
  std::vector<Place> places_;
  std::vector<OpenElement> path_;
  std::vector<FieldPart> content_;  // of the open elements, one upon the other
  std::vector<uint16_t> required_;
  bool in_attribute_ = false;
  std::string_view attribute_;
  std::vector<FieldPart> attribute_parts_;
};

FlatFields flat_fields(const Shape& shape) { return Flattener().run(shape); }

}  // namespace eventlens
