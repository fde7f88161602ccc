// Finds events whose values stand under the names of their neighbours.
//
// Sysmon's events forwarded in the form "Events" lose empty values, and all
// that follow move up by one name
// (https://github.com/MicrosoftDocs/sysinternals/issues/126). Which value was
// empty cannot be known, so nothing can be repaired; but ProcessId, which every
// one of these events has, then is no number.
#pragma once

#include "event/event.h"

namespace eventlens {

/// The slot of ProcessId in the data of a shape whose events may be shifted;
/// kNoSlot for all others.
[[nodiscard]] uint16_t shift_witness(const Shape& shape);

/// Whether the event's values are shifted. REQUIRES: `witness` is its shape's,
/// and not kNoSlot.
[[nodiscard]] bool is_shifted(const Event& event, uint16_t witness);

}  // namespace eventlens
