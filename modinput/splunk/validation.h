// The answer to --validate-arguments: splunkd asks it when a stanza is created
// or changed in the web interface or over REST.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace eventlens {

struct Validation {
  bool accepted = false;  // exit code 0, else not 0
  std::string reply;      // for standard output; empty where accepted
  std::vector<std::string> warnings;  // for the log
};

/// Judges the stanza in the <items> document: its settings, and whether the
/// paths without glob characters exist and can be read.
Validation validate_arguments(std::string_view document);

/// The <error> document that splunkd shows to the person at the form.
std::string write_validation_error(std::string_view message);

}  // namespace eventlens
