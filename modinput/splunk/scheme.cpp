#include "splunk/scheme.h"

#include "splunk/settings.h"
#include "splunk/xml_text.h"

namespace eventlens {
namespace {

constexpr std::string_view kTitle = "EventLens: Windows event logs";
constexpr std::string_view kDescription =
    "Reads Windows event log files (.evtx) on this host and names the codes "
    "in them.";

std::string_view data_type_text(DataType type) {
  switch (type) {
    case DataType::String:
      return "string";
    case DataType::Number:
      return "number";
    case DataType::Boolean:
      return "boolean";
  }
  return "string";
}

/// A scheme has no place for a default, so the description tells it; "none"
/// where a setting that may be left out has none.
std::string full_description(const Setting& setting) {
  std::string text(setting.description);
  text.append(" Accepted: ").append(setting.accepted).append(".");
  if (!setting.required) {
    text.append(" Default: ")
        .append(setting.default_value.empty() ? "none" : setting.default_value)
        .append(".");
  }
  return text;
}

/// Every element is written: where required_on_create is missing, Splunk
/// takes it for true.
void append_arg(std::string& out, const Setting& setting) {
  out.append("      <arg name=\"").append(setting.name).append("\">\n");
  append_element(out, 8, "title", setting.title);
  append_element(out, 8, "description", full_description(setting));
  append_element(out, 8, "data_type", data_type_text(setting.data_type));
  append_element(out, 8, "required_on_edit", "false");
  append_element(out, 8, "required_on_create",
                 setting.required ? "true" : "false");
  out.append("      </arg>\n");
}

}  // namespace

std::string write_scheme() {
  std::string out = "<scheme>\n";
  append_element(out, 2, "title", kTitle);
  append_element(out, 2, "description", kDescription);
  append_element(out, 2, "use_external_validation", "true");
  // One process per stanza: a stanza that fails takes no other with it.
  append_element(out, 2, "use_single_instance", "false");
  append_element(out, 2, "streaming_mode", "xml");
  out.append("  <endpoint>\n    <args>\n");
  for (const Setting& setting : settings()) {
    append_arg(out, setting);
  }
  out.append("    </args>\n  </endpoint>\n</scheme>\n");
  return out;
}

}  // namespace eventlens
