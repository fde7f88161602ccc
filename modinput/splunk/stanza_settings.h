// From a stanza as it was sent to the typed, checked form that the input runs
// with. Used by --validate-arguments and again at every start, because a
// stanza edited by hand or deployed is never sent for validation.
#pragma once

#include <string>
#include <vector>

#include "base/expected.h"
#include "collect/stanza.h"
#include "splunk/input_config.h"

namespace eventlens {

struct StanzaSettings {
  Stanza stanza;
  std::vector<std::string> warnings;  // whole sentences, for the log
};

/// Reads every setting; what is not given or empty has its default. Values of
/// Splunk's own that only mean "splunkd decides" become empty.
/// Error: InvalidSetting, with the setting, the value found and what is
/// accepted. Whether paths exist is not looked at.
Expected<StanzaSettings> read_stanza(const StanzaParams& params);

/// Whether each path without glob characters exists and can be read. A glob
/// may match nothing yet. Error: InvalidSetting, naming the path.
Status check_paths_exist(const Stanza& stanza);

}  // namespace eventlens
