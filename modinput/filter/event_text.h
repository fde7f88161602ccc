// The texts of an event's places, as conditions compare them: as they are
// written in XML, but not escaped.
#pragma once

#include <span>

#include "base/buffer.h"
#include "event/event.h"
#include "event/fields.h"

namespace eventlens::filter {

/// Appends what `parts` come to in this event; well-formed UTF-8.
inline void append_parts(Buffer& out, std::span<const FieldPart> parts,
                         const Event& event) {
  for (const FieldPart& part : parts) {
    append_value(out,
                 part.slot == kNoSlot ? Value::of_utf8(part.text)
                                      : event.values[part.slot],
                 Escape::Raw);
  }
}

/// Gives each value that stands at `parts` to `take`, as long as that returns
/// false; true where it returned true. Items of an array are values of their
/// own, as they are elements of their own in XML. `text` is where texts are
/// made.
template <typename Take>
bool any_value(std::span<const FieldPart> parts, const Event& event,
               Buffer& text, Take take) {
  const auto of_value = [&](const Value& value) {
    text.clear();
    append_value(text, value, Escape::Raw);
    return take(text.view(), value);
  };
  if (parts.size() != 1) {
    text.clear();
    append_parts(text, parts, event);
    return take(text.view(), Value::of_utf8(text.view()));
  }
  const FieldPart& part = parts[0];
  if (part.slot == kNoSlot) {
    return of_value(Value::of_utf8(part.text));
  }
  const Value& value = event.values[part.slot];
  if (value.is_null() && part.optional) {
    return false;
  }
  if (!value.is_array()) {
    return of_value(value);
  }
  ArrayItems items(value);
  for (auto item = items.next(); item; item = items.next()) {
    if (of_value(*item)) {
      return true;
    }
  }
  return false;
}

}  // namespace eventlens::filter
