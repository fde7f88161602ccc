// This process and its surroundings.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace eventlens {

/// What main() was given, in UTF-8: the program's name and its arguments.
[[nodiscard]] std::vector<std::string> arguments_of(int argc, char** argv);

/// The absolute path of the running program; empty where it cannot be told.
[[nodiscard]] std::string executable_path();

/// Processors this process may use, at least 1.
[[nodiscard]] unsigned processor_count();

/// The wall clock, microseconds since 1970.
[[nodiscard]] int64_t now_unix_microseconds();

/// A clock that only goes forward, in milliseconds.
[[nodiscard]] int64_t steady_milliseconds();

}  // namespace eventlens
