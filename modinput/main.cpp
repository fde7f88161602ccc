// Who calls us? splunkd, with --scheme, --validate-arguments or nothing and a
// configuration on standard input; or a person, with a command.
#include <exception>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "cli/command_line.h"
#include "installed_app.h"
#include "log/log.h"
#include "os/exit_code.h"
#include "os/process.h"
#include "os/streams.h"
#include "run_input.h"
#include "version.h"

namespace {

int run(const std::vector<std::string>& arguments) {
  using namespace eventlens;
  const std::string only =
      arguments.size() == 2 ? lower_case(arguments[1]) : std::string();
  if (only == "--scheme") {
    return run_scheme();
  }
  if (only == "--validate-arguments") {
    return run_validation();
  }
  if (arguments.size() == 1 && !stdin_is_terminal()) {
    return run_input();
  }
  set_log_style(LogStyle::Person);
  return run_command_line(arguments, {kVersion, installed_lookups()});
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(eventlens::arguments_of(argc, argv));
  } catch (const std::exception& error) {
    // Memory, or a library: we throw nothing ourselves.
    eventlens::log(eventlens::Level::Fatal, error.what());
    return eventlens::kExitCannotStart;
  }
}
