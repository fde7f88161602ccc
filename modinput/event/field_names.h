// What is known of the names of events' fields. Formats that give values only
// by place (legacy logs) or under labels made for people (rendered messages)
// ask it, so that the same value has the same name whichever way it came.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace eventlens {

/// Safe to be asked by several threads. Names given live as long as it does.
class FieldNames {
 public:
  virtual ~FieldNames() = default;

  /// The names of a legacy event's `count` insertion strings, in their order;
  /// empty where the event, or its form with so many strings, is not known.
  [[nodiscard]] virtual std::span<const std::string_view> of_strings(
      std::string_view provider, uint32_t event_id, size_t count) const = 0;

  /// The name of the value that a rendered message shows under `label` in its
  /// `section` (empty: before the first section); empty where not known.
  [[nodiscard]] virtual std::string_view of_label(
      std::string_view provider, uint32_t event_id, std::string_view section,
      std::string_view label) const = 0;
};

}  // namespace eventlens
