// Structures for template instances whose definition is lost (overwritten,
// damaged, in a chunk without header): the values under the numbers they have.
#pragma once

#include <cstdint>
#include <vector>

#include "event/shape.h"

namespace eventlens::evtx {

/// <EventData> with one <Data> per value.
std::vector<Item> positional_data(uint16_t count);

/// An <Event>. Windows writes the values of <System> in one numbering in every
/// log seen (310,000 template records of 1,463 logs): with 18 values Provider
/// and Channel are values 14 and 16 and the payload is 17; with 20 they were
/// literals of the lost definition and the payload is 19. Any other count is
/// not that template: its values become <Data>.
std::vector<Item> positional_event(uint16_t count);

}  // namespace eventlens::evtx
