// Running a Program is where most of a conversion's time goes. The text goes
// through a raw pointer that lives in a register; a step asks once for all the
// room that its literals and its value can need. Literals are copied in blocks
// of 32 bytes, which costs less than a call of memcpy for the twenty bytes that
// they usually have. (Measured: with a check and a stored pointer per piece of
// text, a conversion took 10 % longer.)
#include "emit/program.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/number_text.h"

namespace eventlens {
namespace {

static_assert(Buffer::kWriteSlack >= kLiteralSlack);

constexpr size_t kRoomPerByte =
    value_room(Value{nullptr, 1, 0}) - value_room(Value{});

/// Of a whole unsigned value.
inline bool is_hex(const Value& value) {
  return value.type_byte >= static_cast<uint8_t>(ValueType::HexInt32);
}

/// REQUIRES: kLiteralSlack readable bytes behind the literal, and as many to
/// write behind its copy.
inline char* put_literal(char* to, const char* from, size_t size) {
  std::memcpy(to, from, kLiteralSlack);
  for (size_t at = kLiteralSlack; at < size; at += kLiteralSlack) {
    std::memcpy(to + at, from + at, kLiteralSlack);
  }
  return to + size;
}

/// The functions that write take where they write to, and return the end of
/// what they wrote.
class Run {
 public:
  Run(const Program& program, const Event& event, KnowledgeWriter* knowledge,
      Buffer& out, Issues& issues)
      : program_(program),
        values_(event.values.data()),
        knowledge_(knowledge),
        out_(out),
        begin_(out.size()),
        issues_(issues) {}

  /// False, and nothing written, where the text would be too large.
  bool run() {
    char* const to = run(0, program_.steps.size(), grow(0));
    out_.commit_to(to);
    if (too_large_) [[unlikely]] {
      out_.truncate(begin_);
      return false;
    }
    if (mismatches_ > 0) {
      issues_.count(Issue::ValueSizeMismatch, mismatches_);
    }
    return true;
  }

 private:
  char* run(size_t begin, size_t end, char* to) {
    const Step* const steps = program_.steps.data();
    for (const Step* at = steps + begin; at != steps + end; ++at) {
      switch (at->kind) {
        case StepKind::JsonField:
        case StepKind::JsonText:
          to = field<Escape::Json>(*at, values_[at->slot], to);
          break;
        case StepKind::XmlText:
          to = field<Escape::XmlText>(*at, value_of(at->slot), to);
          break;
        case StepKind::XmlAttribute:
          to = field<Escape::XmlAttribute>(*at, value_of(at->slot), to);
          break;
        case StepKind::JsonNumber:
          to = json_number(*at, to);
          break;
        case StepKind::SkipIfNull:
          to = literal(*at, to);
          at = values_[at->slot].is_null() ? steps + at->a - 1 : at;
          break;
        case StepKind::JsonList:
          to = json_list(program_.lists[at->a], literal(*at, to));
          break;
        case StepKind::Each:
          to = each(*at, literal(*at, to));
          // The repeated steps are done.
          at = values_[at->slot].is_array() ? steps + at->a - 1 : at;
          break;
        case StepKind::Knowledge:
          to = write_knowledge(literal(*at, to));
          break;
        case StepKind::Literal:
          to = literal(*at, to);
          break;
      }
    }
    return to;
  }

  /// Makes `size` bytes of room at `to`, which moves where the buffer does.
  char* room(char* to, size_t size) {
    if (static_cast<size_t>(limit_ - to) < size) [[unlikely]] {
      out_.commit_to(to);
      return grow(size);
    }
    return to;
  }

  [[gnu::noinline]] char* grow(size_t size) {
    const size_t after = out_.size() + size;
    if (after - begin_ > kMaxEventText || after > kMaxUnitText) [[unlikely]] {
      give_up();
    }
    char* const to = out_.reserve(size);
    limit_ = out_.end_of_room();
    return to;
  }

  /// The text begins anew with all values Null, so that the steps run out
  /// without a question after each; what they write is thrown away.
  void give_up() {
    static const std::vector<Value> none(kMaxValuesPerEvent);
    too_large_ = true;
    values_ = none.data();
    out_.truncate(begin_);
  }

  char* put(char* to, std::string_view text) {
    to = room(to, text.size());
    std::memcpy(to, text.data(), text.size());
    return to + text.size();
  }

  char* literal(const Step& step, char* to) {
    return put_literal(room(to, step.literal_size),
                       program_.literals.data() + step.literal,
                       step.literal_size);
  }

  /// Inside Each the slot stands for the current item.
  const Value& value_of(uint16_t slot) const {
    return slot == item_slot_ ? item_ : values_[slot];
  }

  static bool leaves_out(StepCondition condition, const Value& value) {
    return value.is_null() ||
           (condition == StepCondition::UnlessEmpty && is_empty_text(value));
  }

  /// A literal, a value and the tail.
  template <Escape E>
  char* field(const Step& step, const Value& value, char* to) {
    if (step.condition != StepCondition::None &&
        leaves_out(step.condition, value)) {
      return to;
    }
    to = room(to, step.room + kRoomPerByte * value.size);
    const char* const text = program_.literals.data() + step.literal;
    to = put_literal(to, text, step.literal_size);
    if (value.is_array()) [[unlikely]] {
      return array<E>(step, value, to);
    }
    if (value.type_byte == static_cast<uint8_t>(ValueType::String)) [[likely]] {
      mismatches_ += value.size % 2;
      to = put_utf16<E>(to, value.bytes());
    } else if (is_whole_unsigned(value)) {
      to = is_hex(value) ? put_hex(to, whole_unsigned(value))
                         : put_decimal(to, whole_unsigned(value));
    } else {
      const Printed printed = put_value<E>(to, value);
      mismatches_ += printed.fits ? 0U : 1U;
      to = printed.end;
    }
    return put_literal(to, text + step.literal_size, step.tail_size);
  }

  template <Escape E>
  [[gnu::noinline]] char* array(const Step& step, const Value& value,
                                char* to) {
    if (step.kind == StepKind::JsonField) {
      return put(json_array(value, to - 1), ",");  // over the opening quote
    }
    const std::string_view separator =
        step.kind == StepKind::XmlText
            ? std::string_view(program_.separators[step.a])
            : ",";
    ArrayItems items(value);
    bool first = true;
    while (const auto item = items.next()) {
      if (!std::exchange(first, false)) {
        to = put(to, separator);
      }
      to = print<E>(*item, to);
    }
    return put(to,
               std::string_view(program_.literals)
                   .substr(step.literal + step.literal_size, step.tail_size));
  }

  template <Escape E>
  char* print(const Value& value, char* to) {
    const Printed printed = put_value<E>(room(to, value_room(value)), value);
    mismatches_ += printed.fits ? 0U : 1U;
    return printed.end;
  }

  char* write_knowledge(char* to) {
    if (knowledge_ == nullptr) {
      return to;
    }
    out_.commit_to(to);
    knowledge_->write(out_);
    return grow(0);
  }

  /// Runs the steps up to step.a once per item of an array. One without items
  /// repeats nothing but leaves one empty element.
  char* each(const Step& step, char* to) {
    const Value& value = values_[step.slot];
    if (!value.is_array()) {
      return to;
    }
    const auto begin = static_cast<size_t>(&step - program_.steps.data()) + 1;
    const Value outer_item = item_;
    const uint16_t outer_slot = item_slot_;
    ArrayItems items(value);
    auto item = items.next();
    if (!item) {
      item = Value{value.data, 0, static_cast<uint8_t>(ValueType::Utf8)};
    }
    for (; item && !too_large_; item = items.next()) {
      item_ = *item;
      item_slot_ = step.slot;
      to = run(begin, step.a, to);
    }
    item_ = outer_item;
    item_slot_ = outer_slot;
    return to;
  }

  char* json_string(const Value& value, char* to) {
    to = room(to, value_room(value) + 2);
    *to = '"';
    to = print<Escape::Json>(value, to + 1);
    *to = '"';
    return to + 1;
  }

  /// One item as a string, several as a list, none as an empty string.
  char* json_array(const Value& array, char* to) {
    const size_t count = count_items(array);
    if (count == 0) {
      return put(to, "\"\"");
    }
    if (count == 1) {
      return json_items(array, to);
    }
    return put(json_items(array, put(to, "[")), "]");
  }

  /// The items with "," between them.
  char* json_items(const Value& array, char* to) {
    ArrayItems items(array);
    bool first = true;
    while (const auto item = items.next()) {
      if (!std::exchange(first, false)) {
        to = put(to, ",");
      }
      to = json_string(*item, to);
    }
    return to;
  }

  char* json_number(const Step& step, char* to) {
    const Value& value = values_[step.slot];
    if (step.condition != StepCondition::None &&
        leaves_out(step.condition, value)) {
      return to;
    }
    to =
        put_literal(room(to, step.room),
                    program_.literals.data() + step.literal, step.literal_size);
    // Without quotes only what is a number: an integer of its type's size, or
    // the same in a log that has it as text.
    if (is_whole_unsigned(value) && !is_hex(value)) [[likely]] {
      to = put_decimal(to, whole_unsigned(value));
      *to = ',';
      return to + 1;
    }
    if (is_plain_number(value)) {
      to = print<Escape::Json>(value, to);
    } else if (value.is_array()) {
      to = json_array(value, to);
    } else {
      to = json_string(value, to);
    }
    to = room(to, 1);
    *to = ',';
    return to + 1;
  }

  /// Text of digits that JSON takes as a number (no sign, no leading zero) and
  /// that every reader of JSON keeps exactly (15 digits).
  static bool is_plain_number(const Value& value) {
    constexpr size_t kMaxDigits = 15;
    const ByteView text = text_bytes(value);
    const size_t step = value.type() == ValueType::String ? 2 : 1;
    const size_t digits = text.size() / step;
    const bool is_text =
        value.type() == ValueType::String || value.type() == ValueType::Utf8;
    if (value.is_array() || !is_text || digits == 0 || digits > kMaxDigits ||
        (text[0] == '0' && digits > 1)) {
      return false;
    }
    for (size_t i = 0; i < text.size(); i += step) {
      if (text[i] < '0' || text[i] > '9' || (step == 2 && text[i + 1] != 0)) {
        return false;
      }
    }
    return true;
  }

  bool exists(const Occurrence& place, bool of_system) const {
    for (const uint16_t slot : place.required_slots) {
      if (values_[slot].is_null()) {
        return false;
      }
    }
    bool empty = true;
    for (const FieldPart& part : place.parts) {
      if (part.slot == kNoSlot) {
        empty = empty && part.text.empty();
        continue;
      }
      if (part.optional && values_[part.slot].is_null()) {
        return false;
      }
      empty = empty && is_empty_text(values_[part.slot]);
    }
    return !of_system || !empty;
  }

  /// One value of a list field; an array gives each of its items.
  char* json_place(const Occurrence& place, char* to) {
    if (place.parts.size() == 1 && place.parts[0].slot != kNoSlot &&
        values_[place.parts[0].slot].is_array()) {
      const Value& array = values_[place.parts[0].slot];
      return count_items(array) == 0 ? put(to, "\"\"") : json_items(array, to);
    }
    to = put(to, "\"");
    for (const FieldPart& part : place.parts) {
      if (part.slot == kNoSlot) {
        to = put_utf8(room(to, escaped_room(part.text.size())), part.text,
                      Escape::Json);
      } else if (values_[part.slot].is_array()) {
        out_.commit_to(to);
        mismatches_ +=
            append_value(out_, values_[part.slot], Escape::Json) ? 0U : 1U;
        to = grow(0);
      } else {
        to = print<Escape::Json>(values_[part.slot], to);
      }
    }
    return put(to, "\"");
  }

  static size_t values_in(const Occurrence& place, const Value* values) {
    if (place.parts.size() == 1 && place.parts[0].slot != kNoSlot &&
        values[place.parts[0].slot].is_array()) {
      return std::max<size_t>(1, count_items(values[place.parts[0].slot]));
    }
    return 1;
  }

  char* json_list(const ListField& field, char* to) {
    size_t count = 0;
    for (const Occurrence& place : field.occurrences) {
      count += exists(place, field.of_system) ? values_in(place, values_) : 0;
    }
    if (count == 0) {
      return to;
    }
    to = put(to, field.key);
    if (count > 1) {
      to = put(to, "[");
    }
    bool first = true;
    for (const Occurrence& place : field.occurrences) {
      if (!exists(place, field.of_system)) {
        continue;
      }
      if (!std::exchange(first, false)) {
        to = put(to, ",");
      }
      to = json_place(place, to);
    }
    return put(to, count > 1 ? "]," : ",");
  }

  const Program& program_;
  const Value* values_;
  KnowledgeWriter* knowledge_;
  Buffer& out_;
  size_t begin_;           // of the event in out_
  char* limit_ = nullptr;  // of the room in out_
  bool too_large_ = false;
  Issues& issues_;
  uint64_t mismatches_ = 0;
  Value item_;  // of the array that Each goes through
  uint16_t item_slot_ = kNoSlot;
};

}  // namespace

bool run(const Program& program, const Event& event, KnowledgeWriter* knowledge,
         Buffer& out, Issues& issues) {
  return Run(program, event, knowledge, out, issues).run();
}

}  // namespace eventlens
