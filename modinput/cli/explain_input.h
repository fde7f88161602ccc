// Events at standard input as explanations: what is pasted from Splunk, from
// Event Viewer or from a file.
#pragma once

#include <string>
#include <vector>

#include "base/expected.h"
#include "cli/explanation.h"

namespace eventlens {

/// At most so many events are explained.
inline constexpr size_t kMaxExplainedEvents = 50;

/// The explanations of the events in `text`: a log in any form that is text, or
/// lines of a message that name an event ("Event ID: 4771", labels and values).
/// Error: Malformed where there is none, saying what is accepted; LimitExceeded
/// where there are too many.
Expected<std::vector<Explanation>> explain_events(const std::string& text,
                                                  Tables& tables);

}  // namespace eventlens
