// Files of event XML as text: how they are recognised, and where their events
// end.
#pragma once

#include <memory>
#include <string_view>

#include "event/text_source.h"

namespace eventlens::evxml {

/// Whether `head`, the first characters of a file, are those of event XML: an
/// <Event> with a <System>, and nothing in front of it that is not filler; or
/// the root <Events> of an export without events.
[[nodiscard]] bool recognises(std::string_view head);

[[nodiscard]] std::unique_ptr<RecordSplitter> make_splitter();

}  // namespace eventlens::evxml
