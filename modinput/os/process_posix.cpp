// This process by Linux.
#include <sched.h>

#include <filesystem>

#include "os/process.h"

namespace eventlens {

std::vector<std::string> arguments_of(int argc, char** argv) {
  return {argv, argv + argc};
}

std::string executable_path() {
  std::error_code error;
  const auto path = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::string() : path.string();
}

unsigned processor_count() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0) {
    return 1;
  }
  const int count = CPU_COUNT(&allowed);
  return count > 0 ? static_cast<unsigned>(count) : 1;
}

}  // namespace eventlens
