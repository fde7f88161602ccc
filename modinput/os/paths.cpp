#include "os/paths.h"

#include <glob.h>

#include <algorithm>
#include <filesystem>

namespace eventlens {
namespace {

namespace fs = std::filesystem;

template <typename Iterator>
Expected<std::vector<std::string>> collect(const std::string& directory) {
  std::error_code error;
  std::vector<std::string> files;
  Iterator at(directory, fs::directory_options::skip_permission_denied, error);
  while (!error && at != Iterator()) {
    std::error_code ignored;
    if (at->is_regular_file(ignored)) {
      files.push_back(at->path().string());
    }
    at.increment(error);
  }
  if (error) {
    const bool missing = error == std::errc::no_such_file_or_directory;
    return Error{missing ? ErrorCode::NotFound : ErrorCode::Io,
                 directory + ": " + error.message()};
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

bool has_glob(const std::string& path) {
  return path.find_first_of("*?[") != std::string::npos;
}

Expected<std::vector<std::string>> expand_glob(const std::string& pattern) {
  glob_t matches{};
  const int result = ::glob(pattern.c_str(), 0, nullptr, &matches);
  std::vector<std::string> paths;
  if (result == 0) {
    paths.assign(matches.gl_pathv, matches.gl_pathv + matches.gl_pathc);
  }
  ::globfree(&matches);
  if (result != 0 && result != GLOB_NOMATCH) {
    return Error{ErrorCode::Io, pattern + ": cannot be expanded"};
  }
  return paths;
}

Expected<std::vector<std::string>> list_files(const std::string& directory,
                                              bool recursive) {
  return recursive ? collect<fs::recursive_directory_iterator>(directory)
                   : collect<fs::directory_iterator>(directory);
}

}  // namespace eventlens
