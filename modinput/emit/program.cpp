#include "emit/program.h"

#include <algorithm>
#include <utility>

namespace eventlens {
namespace {

class Run {
 public:
  Run(const Program& program, const Event& event, KnowledgeWriter* knowledge,
      Buffer& out, Issues& issues)
      : program_(program),
        values_(event.values.data()),
        knowledge_(knowledge),
        out_(out),
        issues_(issues) {}

  void run(size_t begin, size_t end) {
    for (size_t at = begin; at < end; ++at) {
      const Step& step = program_.steps[at];
      switch (step.kind) {
        case StepKind::Literal:
          out_.append({program_.literals.data() + step.a, step.b});
          break;
        case StepKind::XmlText:
          print(value_of(step.slot), Escape::XmlText);
          break;
        case StepKind::XmlAttribute:
          print(value_of(step.slot), Escape::XmlAttribute);
          break;
        case StepKind::SkipIfNull:
          at = values_[step.slot].is_null() ? step.a - 1 : at;
          break;
        case StepKind::SkipIfEmpty:
          at = is_empty_text(values_[step.slot]) ? step.a - 1 : at;
          break;
        case StepKind::Each:
          at = each(step, at);
          break;
        case StepKind::JsonValue:
          json_value(values_[step.slot]);
          break;
        case StepKind::JsonNumber:
          json_number(values_[step.slot]);
          break;
        case StepKind::JsonText:
          print(values_[step.slot], Escape::Json);
          break;
        case StepKind::JsonList:
          json_list(program_.lists[step.a]);
          break;
        case StepKind::Knowledge:
          if (knowledge_ != nullptr) {
            knowledge_->write(out_);
          }
          break;
      }
    }
  }

 private:
  /// Inside Each the slot stands for the current item.
  const Value& value_of(uint16_t slot) const {
    return item_ != nullptr && slot == item_slot_ ? *item_ : values_[slot];
  }

  void print(const Value& value, Escape escape) {
    if (!append_value(out_, value, escape)) {
      issues_.count(Issue::ValueSizeMismatch);
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
    for (; item; item = items.next()) {
      item_ = &*item;
      item_slot_ = step.slot;
      run(at + 1, step.a);
    }
    item_ = outer_item;
    item_slot_ = outer_slot;
    return step.a - 1;
  }

  void json_string(const Value& value) {
    out_.append('"');
    print(value, Escape::Json);
    out_.append('"');
  }

  void json_value(const Value& value) {
    if (!value.is_array()) {
      json_string(value);
      return;
    }
    const size_t count = count_items(value);
    if (count != 1) {
      out_.append(count == 0 ? "\"\"" : "[");
    }
    json_items(value);
    if (count > 1) {
      out_.append(']');
    }
  }

  /// The items with "," between them.
  void json_items(const Value& array) {
    ArrayItems items(array);
    bool first = true;
    while (const auto item = items.next()) {
      if (!std::exchange(first, false)) {
        out_.append(',');
      }
      json_string(*item);
    }
  }

  void json_number(const Value& value) {
    const size_t begin = out_.size();
    json_value(value);
    // The quotes go where all between them are digits that JSON takes as a
    // number: no sign, no leading zero, and few enough that every reader of
    // JSON keeps them.
    constexpr size_t kMaxDigits = 15;
    const std::string_view text = out_.view().substr(begin);
    if (text.size() < 3 || text.size() > kMaxDigits + 2 || text[0] != '"' ||
        (text[1] == '0' && text.size() > 3)) {
      return;
    }
    const std::string_view digits = text.substr(1, text.size() - 2);
    if (std::all_of(digits.begin(), digits.end(),
                    [](char c) { return c >= '0' && c <= '9'; })) {
      out_.strip_quotes(begin);
    }
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
        out_.append("\"\"");
      }
      json_items(array);
      return;
    }
    out_.append('"');
    for (const FieldPart& part : place.parts) {
      if (part.slot == kNoSlot) {
        append_utf8(out_, part.text, Escape::Json);
      } else {
        print(values_[part.slot], Escape::Json);
      }
    }
    out_.append('"');
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
    out_.append(field.key);
    if (count > 1) {
      out_.append('[');
    }
    bool first = true;
    for (const Occurrence& place : field.occurrences) {
      if (!exists(place, field.of_system)) {
        continue;
      }
      if (!std::exchange(first, false)) {
        out_.append(',');
      }
      json_place(place);
    }
    out_.append(count > 1 ? "]," : ",");
  }

  const Program& program_;
  const Value* values_;
  KnowledgeWriter* knowledge_;
  Buffer& out_;
  Issues& issues_;
  const Value* item_ = nullptr;
  uint16_t item_slot_ = kNoSlot;
};

}  // namespace

void run(const Program& program, const Event& event,
         KnowledgeWriter* knowledge, Buffer& out, Issues& issues) {
  Run(program, event, knowledge, out, issues)
      .run(0, program.steps.size());
}

}  // namespace eventlens
