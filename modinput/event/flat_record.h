// A FlatRecord: an event as flat formats hold it, as system fields and named
// values. It becomes an event in the form that Windows' own event XML has, so
// that it looks the same whichever way it came.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "event/event_builder.h"

namespace eventlens {

/// The texts that Windows makes for people (<RenderingInfo>), in its order.
enum class RenderedText : uint8_t {
  Message,
  Level,
  Task,
  Opcode,
  Channel,
  Provider,
  Keywords,  // several are joined with ", "
};
inline constexpr size_t kRenderedTextCount = 7;

struct FlatRecord {
  struct Datum {
    std::string_view name;  // empty: it has none, only its place
    Value value;
  };

  /// In SystemField's order; Null: the record does not say.
  std::array<Value, kSystemFieldCount> system;
  /// The event's own values, in order: <EventData><Data Name='name'>, or
  /// <UserData><root><name> where `user_data_root` is not empty.
  std::vector<Datum> data;
  std::string_view user_data_root;
  /// Records with the same number have the same names of data, given the same
  /// system fields and root; 0: they are to be compared.
  uint64_t names_number = 0;
  Value binary;  // <EventData><Binary>
  std::array<Value, kRenderedTextCount> rendered;

  /// As new, with its memory.
  void clear();

  Value& operator[](SystemField field) {
    return system[static_cast<size_t>(field)];
  }
  Value& operator[](RenderedText text) {
    return rendered[static_cast<size_t>(text)];
  }
};

/// Makes flat records into events. What a record has, and the names of its
/// data, decide the structure: where both were met before, the values are put
/// side by side and nothing else is done.
class FlatEventBuilder {
 public:
  /// The record as an event; see EventBuilder::finish. Values without text
  /// (Null and empty ones) of the system and rendered texts are left out. Valid
  /// until the next one is built, and as long as what the record views.
  Expected<Event> build(const FlatRecord& record);

  /// See EventBuilder.
  [[nodiscard]] bool is_full() const { return builder_.is_full(); }
  void clear();

 private:
  /// Records of one structure.
  struct Kind {
    const Shape* shape = nullptr;
    uint32_t parts = 0;  // a bit for each part that such records have
    uint64_t names_number = 0;
    std::string user_data_root;
    std::vector<std::string> names;  // of the data
  };

  static bool fits(const Kind& kind, const FlatRecord& record, uint32_t parts);
  void lay_out(const FlatRecord& record, uint32_t parts);

  EventBuilder builder_;
  std::vector<Value> values_;
  std::array<Kind, 256> kinds_;  // by a hash of the record's structure
};

}  // namespace eventlens
