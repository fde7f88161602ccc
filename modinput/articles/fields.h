// The fields of an event as articles print them: "Event ID: 577 Source:
// Security Type: Failure Audit", one or several on a line.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "articles/words.h"

namespace eventlens::articles {

enum class Label : uint8_t {
  Id,
  Source,
  Type,
  Category,
  Description,
  Log,
  Other,  // date, time, user, computer
};

struct Field {
  Label label;
  std::string_view value;  // without blanks around it
  bool many = false;       // "Event IDs"
};

/// The fields of a line.
[[nodiscard]] std::vector<Field> fields_of(std::string_view line);

/// The ids that a field of Label::Id names.
[[nodiscard]] std::vector<uint16_t> ids_of(const Field& field);

}  // namespace eventlens::articles
