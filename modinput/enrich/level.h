// How much knowledge is written into an event.
#pragma once

#include <cstdint>

namespace eventlens {

enum class EnrichLevel : uint8_t {
  None,   // nothing: the event as Windows wrote it
  Names,  // the name of every coded field
  Full,   // names, and what is known about the event (lens_* fields)
};

}  // namespace eventlens
