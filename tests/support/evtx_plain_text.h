// Events as plain elements with literal text and no template: what forwarded
// logs and some exports hold.
#pragma once

#include <cstdint>
#include <string>

#include "evtx_event.h"
#include "evtx_tree.h"

namespace eventlens::test {

// The whole <Event> with every value as text.
EvtxElement plain_event(const EvtxEvent& event, std::uint64_t record_id);

// A value as Windows prints it. Only the types that plain events are built
// from: strings, integers, hex numbers, SID, GUID, FILETIME and binary; throws
// std::invalid_argument for others.
std::string plain_text(const EvtxValue& value);

}  // namespace eventlens::test
