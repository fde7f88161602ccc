// The message of an event, as Windows made it for people, -> the labelled
// values in it.
//
// The first line is the message's title. Below it a section is a line of its
// own that ends with a colon, and its values are indented; a value that is not
// indented has no section. A value goes on in lines that are indented further
// than its own. What follows without a label explains the event and is no
// value.
//
// Syslog and exports flatten a message to one line, a line break to two blanks
// and a tab to one (or a line break to one blank beside tabs that are kept).
// There the blanks between two pieces tell what stood between them: two are a
// new line, three a new indented line, four an empty line.
#pragma once

#include <string_view>
#include <vector>

namespace eventlens::text {

/// All are parts of the message.
struct LabelledValue {
  std::string_view section;  // empty: none
  std::string_view label;
  std::string_view value;  // without white space around it; "-" stays

  bool operator==(const LabelledValue&) const = default;
};

/// More than any message has; further ones are only in the message.
inline constexpr size_t kMaxLabelledValues = 512;

/// Puts the message's values into `values`, in their order.
void split_message(std::string_view message,
                   std::vector<LabelledValue>& values);

}  // namespace eventlens::text
