// The names of fields as the lookups have them.
#pragma once

#include "event/field_names.h"
#include "knowledge/tables.h"

namespace eventlens {

class LookupFieldNames final : public FieldNames {
 public:
  /// `tables` must outlive it.
  explicit LookupFieldNames(Tables& tables) : tables_(tables) {}

  [[nodiscard]] std::span<const std::string_view> of_strings(
      std::string_view provider, uint32_t event_id,
      size_t count) const override;
  [[nodiscard]] std::string_view of_label(
      std::string_view provider, uint32_t event_id, std::string_view section,
      std::string_view label) const override;

 private:
  Tables& tables_;
};

}  // namespace eventlens
