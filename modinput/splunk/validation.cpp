#include "splunk/validation.h"

#include "splunk/input_config.h"
#include "splunk/stanza_settings.h"
#include "splunk/xml_text.h"

namespace eventlens {
namespace {

Expected<StanzaSettings> judge(std::string_view document) {
  ASSIGN_OR_RETURN(const auto item, parse_validation_item(document));
  ASSIGN_OR_RETURN(auto settings, read_stanza(item));
  RETURN_IF_ERROR(check_paths_exist(settings.stanza));
  return settings;
}

}  // namespace

Validation validate_arguments(std::string_view document) {
  auto judged = judge(document);
  if (!judged.ok()) {
    return {false, write_validation_error(judged.error().message), {}};
  }
  return {true, {}, std::move(judged->warnings)};
}

std::string write_validation_error(std::string_view message) {
  std::string text;
  append_element(text, 0, "message", message);
  text.pop_back();  // the line break
  return "<error>" + text + "</error>\n";
}

}  // namespace eventlens
