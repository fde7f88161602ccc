// Directories and globs by POSIX.
#include <glob.h>

#include <cerrno>
#include <filesystem>

#include "os/directory.h"
#include "os/paths.h"

namespace eventlens {
namespace {

namespace fs = std::filesystem;

Error directory_error(const std::string& directory,
                      const std::error_code& error) {
  const bool missing = error == std::errc::no_such_file_or_directory;
  return {missing ? ErrorCode::NotFound : ErrorCode::Io,
          directory + ": " + error.message()};
}

// glob tells of unreadable directories through a function without context.
thread_local std::vector<Error>* glob_problems = nullptr;

int on_glob_error(const char* directory, int number) {
  // A file where the pattern wants a directory only means "no match".
  if (number != ENOTDIR) {
    glob_problems->push_back(directory_error(
        directory, std::error_code(number, std::generic_category())));
  }
  return 0;
}

}  // namespace

void list_directory(const std::string& directory, Listing& found,
                    std::vector<std::string>& below) {
  std::error_code error;
  fs::directory_iterator at(directory, error);
  while (!error && at != fs::directory_iterator()) {
    std::error_code ignored;
    if (at->is_regular_file(ignored)) {
      found.paths.push_back(at->path().string());
    } else if (at->is_directory(ignored) && !at->is_symlink(ignored)) {
      below.push_back(at->path().string());
    }
    at.increment(error);
  }
  if (error) {
    found.problems.push_back(directory_error(directory, error));
  }
}

Listing expand_glob(const std::string& pattern) {
  Listing found;
  glob_problems = &found.problems;
  glob_t matches{};
  const int result = ::glob(pattern.c_str(), 0, on_glob_error, &matches);
  glob_problems = nullptr;
  if (result == 0) {
    found.paths.assign(matches.gl_pathv, matches.gl_pathv + matches.gl_pathc);
  } else if (result != GLOB_NOMATCH) {
    found.problems.push_back(
        {ErrorCode::Io, pattern + ": there is no memory to expand it"});
  }
  ::globfree(&matches);
  return found;
}

}  // namespace eventlens
