// The names of labelled values, remembered: a log has the same labels over and
// over.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/text_pool.h"
#include "event/field_names.h"
#include "text/message.h"

namespace eventlens::text {

class LabelNames {
 public:
  /// `names` must outlive it.
  explicit LabelNames(const FieldNames& names) : names_(names) {}

  struct Name {
    /// As the event's template has it, or `made` where that is not known.
    std::string_view known;
    /// Made of section and label, with "_" for what is no letter or digit.
    std::string_view made;
  };

  /// Both live until clear().
  Name name_of(std::string_view provider, uint32_t event_id,
               const LabelledValue& value);

  /// `name` with "_2", "_3" and so on; lives until clear().
  std::string_view numbered(std::string_view name, size_t number);

  /// Whether as much is remembered as only a hostile log makes: time to
  /// clear() when the events given out are done with.
  [[nodiscard]] bool is_full() const;
  void clear();

 private:
  struct Known {
    std::string_view provider;
    uint32_t event_id = 0;
    std::string_view section;
    std::string_view label;
    Name name;
  };

  Known learn(std::string_view provider, uint32_t event_id,
              const LabelledValue& value);
  std::string_view keep(std::string_view text);

  const FieldNames& names_;
  TextPool texts_;
  std::unordered_multimap<uint64_t, Known> known_;
  size_t footprint_ = 0;
};

}  // namespace eventlens::text
