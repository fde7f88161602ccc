#include "collect/lookup_field_names.h"

namespace eventlens {

std::span<const std::string_view> LookupFieldNames::of_strings(
    std::string_view provider, uint32_t event_id, size_t count) const {
  const LegacyEvent* event = tables_.legacy_event(provider, event_id);
  return event == nullptr ? std::span<const std::string_view>()
                          : event->names(count);
}

std::string_view LookupFieldNames::of_label(std::string_view provider,
                                            uint32_t event_id,
                                            std::string_view section,
                                            std::string_view label) const {
  return tables_.labelled_field(provider, event_id, section, label);
}

}  // namespace eventlens
