// The texts of one event that its keys stand for, each made once.
#pragma once

#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/buffer.h"
#include "event/event.h"
#include "event/fields.h"
#include "filter/key.h"
#include "filter/shape_tree.h"

namespace eventlens::filter {

/// Who writes an event as XML: as it would be sent, without added knowledge.
class EventXml {
 public:
  virtual ~EventXml() = default;
  /// Well-formed UTF-8 that stays until the next call; empty where the event is
  /// beyond all measure.
  virtual std::string_view of(const Event& event) = 0;
};

class KeyTexts {
 public:
  explicit KeyTexts(EventXml& xml) : xml_(xml) {}

  /// The keys that follow are of another event.
  void begin_event();

  /// The texts that `key` stands for in the event: none where it has none. Stay
  /// until begin_event().
  std::span<const std::string_view> of(const Key& key, const Event& event);

  /// Forgets everything keyed by shapes, which have ceased to exist.
  void forget_shapes();

 private:
  /// What is known of a shape.
  struct Known {
    explicit Known(const Shape& shape)
        : tree(shape), fields(flat_fields(shape)) {}
    ShapeTree tree;
    FlatFields fields;
  };
  struct Made {
    const Key* key = nullptr;
    Buffer bytes;
    std::vector<size_t> ends;  // of each text, in the bytes
    std::vector<std::string_view> texts;
  };

  void make(const Key& key, const Event& event, Made& made);
  void make_system(const Event& event, SystemField field, Made& made);
  void make_name(const Event& event, SystemField field,
                 std::span<const std::string_view> names, Made& made);
  bool make_rendered(const Event& event, std::string_view element, Made& made);
  void make_keywords(const Event& event, Made& made);
  void make_user(const Event& event, Made& made);
  void make_field(const Event& event, std::string_view name, Made& made);
  void make_message(const Event& event, Made& made);
  void put_values(const Event& event, const Field& field, Made& made);
  static void end_text(Made& made) { made.ends.push_back(made.bytes.size()); }

  Known& known_of(const Shape& shape);

  EventXml& xml_;
  std::vector<Made> made_;
  size_t made_count_ = 0;
  Buffer scratch_;
  std::unordered_map<const Shape*, Known> known_;
};

}  // namespace eventlens::filter
