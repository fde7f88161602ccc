// How a fuzzer's own check fails.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace eventlens::test {

/// Ends the program with a finding: what is wrong, and with which text.
[[noreturn]] inline void found(const std::string& what,
                               const std::string& text = {}) {
  std::fprintf(stderr, "FOUND: %s\n%s\n", what.c_str(), text.c_str());
  std::abort();
}

}  // namespace eventlens::test
