// The program as a modular input of Splunk: the three ways splunkd calls it.
#pragma once

namespace eventlens {

// Each returns the program's exit code, see os/exit_code.h.

/// `--scheme`: prints the scheme.
int run_scheme();

/// `--validate-arguments`: reads <items> from standard input; 0 accepts.
int run_validation();

/// No arguments: reads <input> from standard input, then streams events until
/// everything is read, or, when following, until it is asked to stop.
int run_input();

}  // namespace eventlens
