#include "event/event_builder.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"
#include "base/limits.h"
#include "base/xml_name.h"

namespace eventlens {
namespace {

constexpr std::string_view kNamespace =
    "http://schemas.microsoft.com/win/2004/08/events/event";

/// Of a text's size and ends: enough to tell structures apart, which are
/// compared as a whole then. Every name of every event is hashed.
uint64_t hash_ends(std::string_view text) {
  const char* const data = text.data();
  const size_t size = text.size();
  uint64_t first = 0;
  uint64_t last = 0;
  if (size >= 8) {
    std::memcpy(&first, data, 8);
    std::memcpy(&last, data + size - 8, 8);
  } else if (size >= 4) {
    std::memcpy(&first, data, 4);
    std::memcpy(&last, data + size - 4, 4);
  } else if (size > 0) {
    first = static_cast<uint8_t>(data[0]);
    last = static_cast<uint64_t>(static_cast<uint8_t>(data[size / 2])) << 8 |
           static_cast<uint8_t>(data[size - 1]);
  }
  return first + last * 31 + (static_cast<uint64_t>(size) << 56);
}

bool is_same(const Item& a, const Item& b) {
  return a.kind == b.kind && a.flag == b.flag && a.slot == b.slot &&
         a.text.size() == b.text.size() &&
         (a.text.data() == b.text.data() || a.text == b.text);
}

bool is_same(const std::vector<Item>& a, const std::vector<Item>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Item& x, const Item& y) { return is_same(x, y); });
}

/// Makes names what XML allows. What is wrong in names that come from outside
/// is so for all events of the structure, so this runs once per structure.
class NameMender {
 public:
  explicit NameMender(TextPool& texts) : texts_(texts) {}

  void mend(Item& item) {
    if (item.kind == ItemKind::ElementStart) {
      item.text = texts_.keep(to_xml_name(item.text));
      attributes_.clear();
    } else if (item.kind == ItemKind::AttributeStart) {
      std::string name = to_xml_name(item.text);
      while (std::find(attributes_.begin(), attributes_.end(), name) !=
             attributes_.end()) {
        name += '_';
      }
      item.text = texts_.keep(name);
      attributes_.push_back(std::move(name));
    } else {
      item.text = texts_.keep(item.text);
    }
  }

 private:
  TextPool& texts_;
  std::vector<std::string> attributes_;  // of the element that is open
};

}  // namespace

void EventBuilder::begin() {
  items_.clear();
  values_.clear();
  hash_ = 0;
  too_large_ = false;
  guess_ = last_ == nullptr ? nullptr : last_->next;
  guessed_ = 0;
}

void EventBuilder::open(std::string_view name) {
  add(ItemKind::ElementStart, name);
}

void EventBuilder::close(bool self_closing) {
  add(ItemKind::ElementEnd, {}, kNoSlot,
      self_closing ? ItemFlag::SelfClosing : ItemFlag::None);
}

void EventBuilder::attribute(std::string_view name, const Value& value) {
  add(ItemKind::AttributeStart, name);
  add_slot(value, ItemFlag::Optional);
  add(ItemKind::AttributeEnd, {});
}

void EventBuilder::literal_attribute(std::string_view name,
                                     std::string_view text) {
  add(ItemKind::AttributeStart, name);
  add(ItemKind::Text, text);
  add(ItemKind::AttributeEnd, {});
}

void EventBuilder::value(const Value& value) {
  add_slot(value, ItemFlag::None);
}

void EventBuilder::element(std::string_view name, const Value& content) {
  open(name);
  value(content);
  close();
}

void EventBuilder::open_event() {
  open("Event");
  literal_attribute("xmlns", kNamespace);
}

void EventBuilder::add(ItemKind kind, std::string_view text, uint16_t slot,
                       ItemFlag flag) {
  const Item item{kind, flag, slot, text};
  if (guess_ != nullptr) {
    if (guessed_ < guess_->asked.size() &&
        is_same(guess_->asked[guessed_], item)) {
      ++guessed_;
      return;
    }
    give_up_guess();
  }
  take(item);
}

void EventBuilder::take(const Item& item) {
  if (items_.size() >= kMaxItemsPerShape) {
    too_large_ = true;
    return;
  }
  items_.push_back(item);
  hash_ = mix(hash_, hash_ends(item.text) + static_cast<uint64_t>(item.kind) +
                         (static_cast<uint64_t>(item.flag) << 8));
}

/// The event is another one than was expected: what was the same is its own.
void EventBuilder::give_up_guess() {
  for (size_t i = 0; i < guessed_; ++i) {
    take(guess_->asked[i]);
  }
  guess_ = nullptr;
}

void EventBuilder::add_slot(const Value& value, ItemFlag flag) {
  if (values_.size() >= kMaxValuesPerEvent) {
    too_large_ = true;
    return;
  }
  add(ItemKind::Slot, {}, static_cast<uint16_t>(values_.size()), flag);
  values_.push_back(value);
}

Expected<Event> EventBuilder::finish() {
  if (too_large_) {
    return Error{ErrorCode::LimitExceeded,
                 "an event with more elements or values than are accepted"};
  }
  Known& found = known();
  if (last_ != nullptr) {
    last_->next = &found;
  }
  last_ = &found;
  return event_of(*found.shape, values_);
}

EventBuilder::Known& EventBuilder::known() {
  if (guess_ != nullptr) {
    if (guessed_ == guess_->asked.size()) {
      return *guess_;
    }
    give_up_guess();
  }
  const auto [begin, end] = known_.equal_range(hash_);
  for (auto it = begin; it != end; ++it) {
    if (is_same(it->second.asked, items_)) {
      return it->second;
    }
  }
  return learn();
}

EventBuilder::Known& EventBuilder::learn() {
  Known fresh;
  fresh.asked = items_;
  std::vector<Item> items = items_;
  NameMender mender(texts_);
  for (size_t i = 0; i < items.size(); ++i) {
    fresh.asked[i].text = texts_.keep(items[i].text);
    mender.mend(items[i]);
    footprint_ += 4 * sizeof(Item) + items[i].text.size();
  }
  fresh.shape = std::make_unique<Shape>(std::move(items),
                                        static_cast<uint16_t>(values_.size()));
  return known_.emplace(hash_, std::move(fresh))->second;
}

bool EventBuilder::is_full() const {
  return footprint_ > kMaxShapeBytes || known_.size() > kMaxShapes;
}

void EventBuilder::clear() {
  last_ = guess_ = nullptr;
  known_.clear();
  texts_.clear();
  footprint_ = 0;
}

}  // namespace eventlens
