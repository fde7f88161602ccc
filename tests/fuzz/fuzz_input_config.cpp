// Any bytes as what splunkd writes to standard input, in both of its forms, and
// the settings in it.
#include <pugixml.hpp>

#include "found.h"
#include "splunk/input_config.h"
#include "splunk/stanza_settings.h"
#include "splunk/validation.h"

namespace {

using namespace eventlens;

/// A message becomes a well-formed answer to splunkd, whatever it quotes.
void check_answer(const Error& error) {
  const std::string answer = write_validation_error(error.message);
  pugi::xml_document document;
  if (!document.load_buffer(answer.data(), answer.size()) ||
      !document.child("error").child("message")) {
    test::found("no answer that splunkd can read", answer);
  }
}

/// A stanza is refused with a reason, or has what a run needs.
void check_stanza(const StanzaParams& params) {
  const auto settings = read_stanza(params);
  if (!settings.ok()) {
    check_answer(settings.error());
    return;
  }
  const Stanza& stanza = settings->stanza;
  if (stanza.paths.empty() || stanza.batch_events == 0) {
    test::found("a stanza without paths, or whose batches are empty");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view document(reinterpret_cast<const char*>(data), size);
  const auto config = parse_input_config(document);
  if (config.ok()) {
    for (const StanzaParams& stanza : config->stanzas) {
      check_stanza(stanza);
    }
  } else {
    check_answer(config.error());
  }
  const auto item = parse_validation_item(document);
  if (item.ok()) {
    check_stanza(*item);
  } else {
    check_answer(item.error());
  }
  return 0;
}
