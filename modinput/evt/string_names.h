// The names of records' strings: asked once per kind of event, not per event.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "event/field_names.h"
#include "event/value.h"

namespace eventlens::evt {

class StringNames {
 public:
  /// `names` must outlive it.
  explicit StringNames(const FieldNames& names) : names_(names) {}

  struct Names {
    /// Empty where they are not known; live as long as the FieldNames.
    std::span<const std::string_view> names;
    /// Of these names and so many strings; see FlatRecord::names_number.
    uint64_t number = 0;
  };

  /// The names of `count` strings of such an event. `provider` is a text.
  Names of(const Value& provider, uint32_t event_id, size_t count);

 private:
  struct Answer {
    bool known = false;
    std::string provider;  // its bytes, as they lie in the record
    uint32_t event_id = 0;
    size_t count = 0;
    Names names;
  };

  const FieldNames& names_;
  std::array<Answer, 256> answers_;  // by a hash of what was asked
  uint64_t last_number_ = 0;
};

}  // namespace eventlens::evt
