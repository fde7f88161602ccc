// What readers of formats that people read cannot know from the file.
#pragma once

#include "event/field_names.h"
#include "os/time_zone.h"

namespace eventlens {

struct TextContext {
  /// Of times without a zone.
  TimeZone zone;
  /// Must outlive the readers.
  const FieldNames& names;
};

}  // namespace eventlens
