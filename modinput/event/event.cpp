#include "event/event.h"

namespace eventlens {

Event event_of(const Shape& shape, std::span<const Value> values) {
  Event event;
  event.shape = &shape;
  event.values = values;
  event.event_id = static_cast<uint32_t>(
      integer_of(event.system(SystemField::EventId)).value_or(0));
  event.time = time_of(event.system(SystemField::TimeCreated)).value_or(0);
  return event;
}

}  // namespace eventlens
