// This process by Windows.
#include <windows.h>
// After windows.h, whose types it needs.
#include <shellapi.h>

#include <bit>

#include "os/process.h"
#include "os/wide_windows.h"

namespace eventlens {

std::vector<std::string> arguments_of(int argc, char** argv) {
  // argv has been through the code page, which has not every character.
  int count = 0;
  wchar_t** const wide = ::CommandLineToArgvW(::GetCommandLineW(), &count);
  if (wide == nullptr) {
    return {argv, argv + argc};
  }
  std::vector<std::string> arguments;
  for (int i = 0; i < count; ++i) {
    arguments.push_back(to_utf8(wide[i]));
  }
  ::LocalFree(wide);
  return arguments;
}

std::string executable_path() {
  constexpr size_t kLongestPath = 32768;
  std::wstring path(kLongestPath, L'\0');
  const DWORD size = ::GetModuleFileNameW(nullptr, path.data(),
                                          static_cast<DWORD>(path.size()));
  return size < path.size() ? to_utf8({path.data(), size}) : std::string();
}

unsigned processor_count() {
  // Of our group of at most 64 processors, which is where our threads run.
  DWORD_PTR ours = 0;
  DWORD_PTR all = 0;
  if (::GetProcessAffinityMask(::GetCurrentProcess(), &ours, &all) == 0 ||
      ours == 0) {
    return 1;
  }
  return static_cast<unsigned>(std::popcount(uint64_t{ours}));
}

}  // namespace eventlens
