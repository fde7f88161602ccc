// Events of formats that have no templates: each event says its whole
// structure, element by element, and events of the same structure get the same
// Shape. So such formats write down what they read and know nothing of shapes.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/expected.h"
#include "base/text_pool.h"
#include "event/event.h"

namespace eventlens {

class EventBuilder {
 public:
  /// Begins an event. Names and texts given from here on, and what Values
  /// view, must stay as they are until the event is done with.
  void begin();

  /// Elements' and attributes' names are UTF-8. What XML does not allow in
  /// them becomes "_"; an attribute that its element has already gets "_"
  /// behind its name.
  void open(std::string_view name);
  /// `self_closing`: written <x/> where the element has no content.
  void close(bool self_closing = false);
  /// Of the element that was opened last, before its content. An attribute
  /// whose value is Null or empty is left out of XML.
  void attribute(std::string_view name, const Value& value);
  /// The same where the text belongs to the structure: the name of a Data.
  void literal_attribute(std::string_view name, std::string_view text);
  /// Content of the open element.
  void value(const Value& value);

  /// An element with a value and nothing else.
  void element(std::string_view name, const Value& value);
  /// The root, with the namespace of Windows' events.
  void open_event();

  /// The event so far, see event_of(). Valid until begin(). LimitExceeded where
  /// the event has more elements or values than base/limits.h allows. REQUIRES:
  /// every element was closed.
  Expected<Event> finish();

  /// Whether the shapes learned so far have reached the limits of
  /// base/limits.h, which only a hostile log does: time to clear() when the
  /// events given out are done with.
  [[nodiscard]] bool is_full() const;
  /// Forgets all shapes.
  void clear();

 private:
  struct Known {
    std::vector<Item> asked;  // as it was asked for; names as they came
    std::unique_ptr<Shape> shape;
    Known* next = nullptr;  // the structure of the event that came behind
  };

  void add(ItemKind kind, std::string_view text, uint16_t slot = kNoSlot,
           ItemFlag flag = ItemFlag::None);
  void add_slot(const Value& value, ItemFlag flag);
  void take(const Item& item);
  void give_up_guess();
  Known& known();
  Known& learn();

  /// Structures follow each other as they did before: while an event is like
  /// the one that is expected nothing is written down and nothing is hashed.
  Known* last_ = nullptr;
  Known* guess_ = nullptr;  // null: none, or the event is another one
  size_t guessed_ = 0;      // items that were as in the guess
  std::vector<Item> items_;
  std::vector<Value> values_;
  uint64_t hash_ = 0;
  bool too_large_ = false;
  TextPool texts_;
  std::unordered_multimap<uint64_t, Known> known_;
  size_t footprint_ = 0;
};

}  // namespace eventlens
