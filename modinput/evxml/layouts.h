// Layouts of events that were met before, see LayoutTree: an event like one of
// them is read without parsing it.
#pragma once

#include <memory_resource>
#include <string_view>
#include <vector>

#include "event/event.h"
#include "event/layout_tree.h"
#include "evxml/event_time.h"

namespace eventlens::evxml {

class Layouts {
 public:
  Layouts();

  /// Reads the event that `text` begins with where its layout is known. Returns
  /// its bytes and fills `event` as event_of() does; 0 where it is not known.
  /// The values view `text` and this, until the next call. REQUIRES: `text`
  /// ends with a NUL with kReadSlack readable bytes from there on.
  size_t match(std::string_view text, Event& event);

  /// Remembers the layout of `record`, all bytes of an event that was parsed
  /// into `event`; not where it has more than elements, attributes and texts,
  /// or is too large. The shape must live until forget(). REQUIRES: as match().
  void learn(std::string_view record, const Event& event);

  void forget() { tree_.forget(); }

 private:
  enum class Kind : uint8_t {
    Text,
    Attribute,
    Time,  // TimeCreated's SystemTime, an attribute
    End,   // of the event
  };

  /// Of a value, or of an event that is whole.
  struct Facts {
    Kind kind = Kind::Text;
    char stop = '<';  // the character in front of which the value ends
    bool may_be_empty = true;
    const Shape* shape = nullptr;  // of a whole event; null: is to be parsed

    [[nodiscard]] bool fits(const Facts& other) const {
      return kind == other.kind && stop == other.stop &&
             may_be_empty == other.may_be_empty;
    }
  };
  using Tree = LayoutTree<Facts>;

  /// A value in the event that is learned, with the literal in front of it.
  struct Found {
    std::string_view literal;
    Facts facts;
  };
  class Walk;

  bool take_value(const Facts& facts, std::string_view text,
                  std::string_view& rest);
  std::string_view decoded(std::string_view text);

  Tree tree_;
  std::vector<Found> found_;  // by Walk; the last one is the end
  std::vector<Value> values_;
  EventTime time_;
  // Of texts whose references were decoded.
  std::vector<char> first_texts_;
  std::pmr::monotonic_buffer_resource texts_;
};

}  // namespace eventlens::evxml
