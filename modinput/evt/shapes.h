// The shapes of legacy events: Windows' event XML as its own tools make it of
// such records. All events with as many strings share one.
#pragma once

#include <memory>
#include <unordered_map>

#include "event/shape.h"

namespace eventlens::evt {

/// The values of every legacy event; those of the strings follow, and behind
/// them the data's, where there is data.
enum Slot : uint16_t {
  kProvider,
  kEventId,
  kQualifiers,
  kLevel,
  kTask,
  kKeywords,
  kTimeCreated,
  kEventRecordId,
  kChannel,
  kComputer,
  kUserId,
  kFirstString,
};

class ShapeCache {
 public:
  /// Lives until clear().
  const Shape* shape_of(size_t string_count, bool has_data);

  /// Whether the limits of base/limits.h are reached, which only a hostile log
  /// does: time to clear().
  [[nodiscard]] bool is_full() const;
  void clear();

 private:
  std::unordered_map<size_t, std::unique_ptr<Shape>> shapes_;
  size_t footprint_ = 0;
};

}  // namespace eventlens::evt
