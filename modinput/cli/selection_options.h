// What the command line says about which events are wanted, as text -> as a
// Selection.
#pragma once

#include <string_view>
#include <vector>

#include "base/expected.h"
#include "event/selection.h"

namespace eventlens {

/// "4624,4768-4771": as in a whitelist.
/// Error: InvalidSetting, with the column and what is accepted.
Expected<std::vector<IdRange>> parse_event_ids(std::string_view text);

/// "2026-03-01" (its first moment) or "2026-03-01T08:15:30Z", both UTC.
/// Error: Malformed.
Expected<Filetime> parse_moment(std::string_view text);

}  // namespace eventlens
