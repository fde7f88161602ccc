// The SystemTime of one event, in the spelling that times have here, whoever
// wrote it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/filetime.h"
#include "base/limits.h"
#include "event/value.h"

namespace eventlens::evxml {

class EventTime {
 public:
  void begin_event() { is_taken_ = false; }

  /// The text as a FILETIME where that has all that it says, and none of this
  /// event was told before; else as it is. Views the text or this, until the
  /// next event.
  Value of(std::string_view text);

 private:
  std::array<uint8_t, sizeof(Filetime) + kReadSlack> time_{};
  bool is_taken_ = false;
};

}  // namespace eventlens::evxml
