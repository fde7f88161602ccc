// What of an event's XML is its structure, and what are values.
#pragma once

#include <cstddef>
#include <string_view>

#include "evxml/markup.h"

namespace eventlens::evxml {

/// What lays a file out: blanks among which is a line break. REQUIRES: not
/// empty.
[[nodiscard]] inline bool is_layout(std::string_view text) {
  return is_blank(text.front()) &&
         text.find_first_not_of(kBlanks) == text.npos &&
         text.find('\n') != text.npos;
}

/// Whether the attribute declares a namespace.
[[nodiscard]] inline bool is_declaration(std::string_view attribute) {
  return attribute.starts_with("xmlns") &&
         (attribute.size() == 5 || attribute[5] == ':');
}

/// Whether the attribute names a value. Both names are local.
[[nodiscard]] inline bool names_data(std::string_view element,
                                     std::string_view attribute) {
  return attribute == "Name" &&
         (element == "Data" || element == "ComplexData" ||
          element == "EventData");
}

/// Whether the attribute is the event's time; likewise. `depth`: of the
/// element, 1 is the root's.
[[nodiscard]] inline bool is_system_time(std::string_view element,
                                         std::string_view attribute,
                                         size_t depth) {
  return depth == 3 && attribute == "SystemTime" && element == "TimeCreated";
}

}  // namespace eventlens::evxml
