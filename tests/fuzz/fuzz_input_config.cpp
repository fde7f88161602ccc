// Any bytes as what splunkd writes to standard input, in both of its forms, and
// the settings in it.
#include "splunk/input_config.h"
#include "splunk/stanza_settings.h"
#include "splunk/validation.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace eventlens;
  const std::string_view document(reinterpret_cast<const char*>(data), size);
  const auto config = parse_input_config(document);
  if (config.ok()) {
    for (const StanzaParams& stanza : config->stanzas) {
      (void)read_stanza(stanza);
    }
  }
  const auto item = parse_validation_item(document);
  if (item.ok()) {
    (void)read_stanza(*item);
  }
  return 0;
}
