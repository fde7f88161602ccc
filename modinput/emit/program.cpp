// Running a Program is where most of a conversion's time goes. The text goes
// through a raw pointer with one comparison per step for room; literals are
// copied in blocks of 16 bytes, which costs less than a call of memcpy for the
// twenty bytes that they usually have.
#include "emit/program.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/limits.h"

namespace eventlens {
namespace {

/// Values of an event that has none of them.
constexpr std::array<Value, kMaxValuesPerEvent> kNoValues{};

/// A Buffer's end, held in registers while steps run. Where the text goes
/// beyond the limits it begins anew with all `values` Null, so that the steps
/// run out without a question after each; the text then is no event's.
class Out {
 public:
  Out(Buffer& buffer, const Value*& values)
      : buffer_(buffer), values_(values), begin_(buffer.size()) {
    load(0);
  }

  /// Where the next `size` bytes may go.
  char* room(size_t size) {
    if (static_cast<size_t>(end_ - to_) < size) {
      make_room(size);
    }
    return to_;
  }
  void advance_to(char* to) { to_ = to; }
  void take_back(size_t size) { to_ -= size; }
  void put(char c) {
    *room(1) = c;
    ++to_;
  }
  void put(std::string_view text) {
    std::memcpy(room(text.size()), text.data(), text.size());
    to_ += text.size();
  }
  /// REQUIRES: kLiteralSlack readable bytes behind the literal.
  void put_literal(const char* from, size_t size) {
    char* const to = room(size);
    for (size_t at = 0; at < size; at += kLiteralSlack) {
      std::memcpy(to + at, from + at, kLiteralSlack);
    }
    to_ = to + size;
  }

  /// The buffer with all that was written, for others to append to; load()
  /// again afterwards.
  Buffer& store() {
    buffer_.commit_to(to_);
    return buffer_;
  }
  void load(size_t size) {
    to_ = buffer_.reserve(size);
    end_ = buffer_.end_of_room();
  }

  [[nodiscard]] bool too_large() const { return too_large_; }
  void drop_all() { buffer_.truncate(begin_); }

 private:
  [[gnu::noinline]] void make_room(size_t size) {
    store();
    const size_t after = buffer_.size() + size;
    if (after - begin_ > kMaxEventText || after > kMaxUnitText) {
      too_large_ = true;
      values_ = kNoValues.data();
      drop_all();
    }
    load(size);
  }

  Buffer& buffer_;
  const Value*& values_;
  size_t begin_;
  bool too_large_ = false;
  char* to_ = nullptr;
  char* end_ = nullptr;
};
static_assert(Buffer::kWriteSlack >= kLiteralSlack);

class Run {
 public:
  Run(const Program& program, const Event& event, KnowledgeWriter* knowledge,
      Buffer& out, Issues& issues)
      : program_(program),
        values_(event.values.data()),
        knowledge_(knowledge),
        out_(out, values_),
        issues_(issues) {}

  bool run() {
    run(0, program_.steps.size());
    out_.store();
    if (out_.too_large()) {
      out_.drop_all();
    }
    return !out_.too_large();
  }

 private:
  void run(size_t begin, size_t end) {
    const Step* const steps = program_.steps.data();
    const char* const literals = program_.literals.data();
    for (size_t at = begin; at < end; ++at) {
      const Step& step = steps[at];
      if (step.unless_empty && is_empty_text(values_[step.slot])) {
        continue;
      }
      out_.put_literal(literals + step.literal, step.literal_size);
      switch (step.kind) {
        case StepKind::JsonField:
          json_field(values_[step.slot]);
          break;
        case StepKind::XmlText:
          xml_text(value_of(step.slot), program_.separators[step.a]);
          break;
        case StepKind::SkipIfNull:
          at = values_[step.slot].is_null() ? step.a - 1 : at;
          break;
        case StepKind::SkipIfEmpty:
          at = is_empty_text(values_[step.slot]) ? step.a - 1 : at;
          break;
        case StepKind::XmlAttribute:
          print<Escape::XmlAttribute>(value_of(step.slot));
          break;
        case StepKind::JsonNumber:
          json_number(values_[step.slot]);
          break;
        case StepKind::JsonText:
          print<Escape::Json>(values_[step.slot]);
          break;
        case StepKind::JsonList:
          json_list(program_.lists[step.a]);
          break;
        case StepKind::Each:
          at = each(step, at);
          break;
        case StepKind::Knowledge:
          write_knowledge();
          break;
        case StepKind::Literal:
          break;
      }
    }
  }

  /// Inside Each the slot stands for the current item.
  const Value& value_of(uint16_t slot) const {
    return item_ != nullptr && slot == item_slot_ ? *item_ : values_[slot];
  }

  void write_knowledge() {
    if (knowledge_ != nullptr) {
      knowledge_->write(out_.store());
      out_.load(0);
    }
  }

  void count_unless(bool fits) {
    if (!fits) {
      issues_.count(Issue::ValueSizeMismatch);
    }
  }

  template <Escape E>
  void print(const Value& value) {
    if (value.is_array()) {
      count_unless(append_value(out_.store(), value, E));
      out_.load(0);
      return;
    }
    const Printed printed = put_value<E>(out_.room(value_room(value)), value);
    out_.advance_to(printed.end);
    count_unless(printed.fits);
  }

  void xml_text(const Value& value, const std::string& separator) {
    if (!value.is_array()) {
      print<Escape::XmlText>(value);
      return;
    }
    ArrayItems items(value);
    bool first = true;
    while (const auto item = items.next()) {
      if (!std::exchange(first, false)) {
        out_.put(separator);
      }
      print<Escape::XmlText>(*item);
    }
  }

  /// Returns the last step of the repeated ones. An array without items
  /// repeats nothing but leaves one empty element.
  size_t each(const Step& step, size_t at) {
    const Value& value = values_[step.slot];
    if (!value.is_array()) {
      return at;
    }
    const Value* const outer_item = item_;
    const uint16_t outer_slot = item_slot_;
    ArrayItems items(value);
    auto item = items.next();
    if (!item) {
      item = Value{value.data, 0, static_cast<uint8_t>(ValueType::Utf8)};
    }
    for (; item && !out_.too_large(); item = items.next()) {
      item_ = &*item;
      item_slot_ = step.slot;
      run(at + 1, step.a);
    }
    item_ = outer_item;
    item_slot_ = outer_slot;
    return step.a - 1;
  }

  /// The value, its closing quote and the comma.
  void json_field(const Value& value) {
    if (value.is_array()) {
      out_.take_back(1);  // the opening quote
      json_array(value);
      out_.put(',');
      return;
    }
    char* const to = out_.room(value_room(value) + 2);
    const Printed printed = put_value<Escape::Json>(to, value);
    std::memcpy(printed.end, "\",", 2);
    out_.advance_to(printed.end + 2);
    count_unless(printed.fits);
  }

  void json_string(const Value& value) {
    char* const to = out_.room(value_room(value) + 2);
    *to = '"';
    const Printed printed = put_value<Escape::Json>(to + 1, value);
    *printed.end = '"';
    out_.advance_to(printed.end + 1);
    count_unless(printed.fits);
  }

  /// One item as a string, several as a list, none as an empty string.
  void json_array(const Value& array) {
    const size_t count = count_items(array);
    if (count != 1) {
      out_.put(count == 0 ? "\"\"" : "[");
    }
    json_items(array);
    if (count > 1) {
      out_.put(']');
    }
  }

  /// The items with "," between them.
  void json_items(const Value& array) {
    ArrayItems items(array);
    bool first = true;
    while (const auto item = items.next()) {
      if (!std::exchange(first, false)) {
        out_.put(',');
      }
      json_string(*item);
    }
  }

  /// Without quotes where it is a number: an integer of <System>, or the same
  /// in a log that has it as text; and the comma.
  void json_number(const Value& value) {
    if (is_unsigned_integer(value) || is_plain_number(value)) {
      print<Escape::Json>(value);
    } else if (value.is_array()) {
      json_array(value);
    } else {
      json_string(value);
    }
    out_.put(',');
  }

  /// A value of another size than its type's is printed as hexadecimal bytes,
  /// which are no number.
  static bool is_unsigned_integer(const Value& value) {
    switch (value.type_byte) {
      case static_cast<uint8_t>(ValueType::UInt8):
        return value.size == 1;
      case static_cast<uint8_t>(ValueType::UInt16):
        return value.size == 2;
      case static_cast<uint8_t>(ValueType::UInt32):
        return value.size == 4;
      case static_cast<uint8_t>(ValueType::UInt64):
        return value.size == 8;
      default:
        return false;
    }
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
  void json_place(const Occurrence& place) {
    if (place.parts.size() == 1 && place.parts[0].slot != kNoSlot &&
        values_[place.parts[0].slot].is_array()) {
      const Value& array = values_[place.parts[0].slot];
      if (count_items(array) == 0) {
        out_.put("\"\"");
      }
      json_items(array);
      return;
    }
    out_.put('"');
    for (const FieldPart& part : place.parts) {
      if (part.slot == kNoSlot) {
        out_.advance_to(put_utf8(out_.room(escaped_room(part.text.size())),
                                 part.text, Escape::Json));
      } else {
        print<Escape::Json>(values_[part.slot]);
      }
    }
    out_.put('"');
  }

  static size_t values_in(const Occurrence& place, const Value* values) {
    if (place.parts.size() == 1 && place.parts[0].slot != kNoSlot &&
        values[place.parts[0].slot].is_array()) {
      return std::max<size_t>(1, count_items(values[place.parts[0].slot]));
    }
    return 1;
  }

  void json_list(const ListField& field) {
    size_t count = 0;
    for (const Occurrence& place : field.occurrences) {
      count += exists(place, field.of_system) ? values_in(place, values_) : 0;
    }
    if (count == 0) {
      return;
    }
    out_.put(field.key);
    if (count > 1) {
      out_.put('[');
    }
    bool first = true;
    for (const Occurrence& place : field.occurrences) {
      if (!exists(place, field.of_system)) {
        continue;
      }
      if (!std::exchange(first, false)) {
        out_.put(',');
      }
      json_place(place);
    }
    out_.put(count > 1 ? "]," : ",");
  }

  const Program& program_;
  const Value* values_;
  KnowledgeWriter* knowledge_;
  Out out_;
  Issues& issues_;
  const Value* item_ = nullptr;
  uint16_t item_slot_ = kNoSlot;
};

}  // namespace

bool run(const Program& program, const Event& event, KnowledgeWriter* knowledge,
         Buffer& out, Issues& issues) {
  return Run(program, event, knowledge, out, issues).run();
}

}  // namespace eventlens
