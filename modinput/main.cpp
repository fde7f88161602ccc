// Who calls us? splunkd, with --scheme, --validate-arguments or nothing and a
// configuration on standard input; or a person, with a command.
#include <cstring>
#include <exception>
#include <string>

#include "cli/command_line.h"
#include "installed_app.h"
#include "log/log.h"
#include "os/exit_code.h"
#include "os/streams.h"
#include "run_input.h"
#include "version.h"

namespace {

bool same_ignoring_case(const char* argument, std::string_view option) {
  std::string lower(argument);
  for (char& c : lower) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  return lower == option;
}

int run(int argc, char** argv) {
  using namespace eventlens;
  if (argc == 2 && same_ignoring_case(argv[1], "--scheme")) {
    return run_scheme();
  }
  if (argc == 2 && same_ignoring_case(argv[1], "--validate-arguments")) {
    return run_validation();
  }
  if (argc == 1 && !stdin_is_terminal()) {
    return run_input();
  }
  set_log_style(LogStyle::Person);
  return run_command_line(argc, argv, {kVersion, installed_lookups()});
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    // Memory, or a library: we throw nothing ourselves.
    eventlens::log(eventlens::Level::Fatal, error.what());
    return eventlens::kExitCannotStart;
  }
}
