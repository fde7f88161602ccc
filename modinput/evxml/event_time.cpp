#include "evxml/event_time.h"

#include <cstring>
#include <optional>
#include <utility>

namespace eventlens::evxml {
namespace {

/// Whether a FILETIME has all that the text says.
bool fits_filetime(std::string_view time) {
  constexpr size_t kSevenDigits = 27;  // of a second, without "Z"
  return time.ends_with('Z') &&
         (time.size() <= kSevenDigits ||
          time.find_first_not_of("0Z", kSevenDigits) == time.npos);
}

}  // namespace

Value EventTime::of(std::string_view text) {
  const Value value = Value::of_utf8(text);
  const auto time = fits_filetime(text) ? time_of(value) : std::nullopt;
  if (!time || std::exchange(is_taken_, true)) {
    return value;
  }
  std::memcpy(time_.data(), &*time, sizeof(*time));
  return {time_.data(), sizeof(*time),
          static_cast<uint8_t>(ValueType::FileTime)};
}

}  // namespace eventlens::evxml
