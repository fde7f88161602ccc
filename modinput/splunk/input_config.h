// What splunkd sends on standard input, as text: the <input> document when it
// starts the input, the <items> document when it asks whether a stanza is
// acceptable. What the values mean is stanza_settings.h's.
//
// Lenient where splunkd or another sender may differ: any encoding that XML
// knows by its first bytes, unknown elements and attributes. The session key
// in the document is not kept: whoever holds it holds the management port.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace eventlens {

/// One setting as it was sent. A <param> has one value, a <param_list> any
/// number.
struct Param {
  std::string name;
  std::vector<std::string> values;
};

/// One configured input as it was sent.
struct StanzaParams {
  std::string name;  // "eventlens://dc-archive"; in <items> without the scheme
  std::vector<Param> params;
};

struct InputConfig {
  std::string server_host;
  std::string server_uri;
  std::string checkpoint_dir;
  std::vector<StanzaParams> stanzas;  // may be empty: all are disabled
};

/// Reads the <input> document.
/// Error: LimitExceeded, Malformed (not XML: with the line; another document),
/// NotFound where it has no checkpoint_dir.
Expected<InputConfig> parse_input_config(std::string_view document);

/// Reads the <items> document and returns its one item.
/// Error: LimitExceeded, Malformed (as above, or not exactly one item).
Expected<StanzaParams> parse_validation_item(std::string_view document);

}  // namespace eventlens
