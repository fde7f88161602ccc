#include "os/path_names.h"

#include "base/ascii.h"

namespace eventlens {
namespace {

bool is_drive(std::string_view path) {
  return path.size() >= 2 && path[1] == ':' &&
         ((path[0] >= 'a' && path[0] <= 'z') ||
          (path[0] >= 'A' && path[0] <= 'Z'));
}

bool begins_with_two_separators(std::string_view path) {
  return path.size() >= 2 && is_separator(path[0], PathStyle::Windows) &&
         is_separator(path[1], PathStyle::Windows);
}

/// Behind the next separator from `at` on, or the end.
size_t behind_name(std::string_view path, size_t at) {
  const size_t end = path.find_first_of("/\\", at);
  return end == path.npos ? path.size() : end + 1;
}

size_t windows_root_length(std::string_view path) {
  constexpr size_t kPrefix = 4;  // \\?\ or \\.\ before another root
  constexpr size_t kShares = 4;  // UNC\ in place of a share's two separators
  if (begins_with_two_separators(path)) {
    const bool prefixed = path.size() >= kPrefix &&
                          (path[2] == '?' || path[2] == '.') &&
                          is_separator(path[3], PathStyle::Windows);
    if (!prefixed) {
      return behind_name(path, behind_name(path, 2));
    }
    const std::string_view rest = path.substr(kPrefix);
    if (lower_case(rest.substr(0, kShares)) == "unc\\") {
      return behind_name(path, behind_name(path, kPrefix + kShares));
    }
    return behind_name(path, kPrefix);
  }
  if (is_drive(path)) {
    return path.size() > 2 && is_separator(path[2], PathStyle::Windows) ? 3 : 2;
  }
  return !path.empty() && is_separator(path[0], PathStyle::Windows) ? 1 : 0;
}

/// The place of the last separator, or of a drive's colon.
size_t last_separator(std::string_view path, PathStyle style) {
  if (style == PathStyle::Posix) {
    return path.find_last_of('/');
  }
  const size_t found = path.find_last_of("/\\");
  return found == path.npos && is_drive(path) ? 1 : found;
}

std::string with_separators(std::string_view path, char separator,
                            PathStyle style) {
  std::string text(path);
  for (char& c : text) {
    c = is_separator(c, style) ? separator : c;
  }
  return text;
}

}  // namespace

bool is_separator(char c, PathStyle style) {
  return c == '/' || (c == '\\' && style == PathStyle::Windows);
}

size_t root_length(std::string_view path, PathStyle style) {
  return style == PathStyle::Windows ? windows_root_length(path)
                                     : size_t{path.starts_with('/')};
}

bool is_absolute(std::string_view path, PathStyle style) {
  if (style == PathStyle::Posix) {
    return path.starts_with('/');
  }
  // "C:logs" depends on the directory of that drive, "\logs" on the drive.
  return begins_with_two_separators(path) ||
         (is_drive(path) && windows_root_length(path) == 3);
}

std::string_view absolute_examples(PathStyle style) {
  return style == PathStyle::Windows
             ? R"(C:\Logs\Security.evtx, C:\Logs\*.evtx, \\server\share\logs)"
             : "/logs/Security.evtx, /logs/*.evtx";
}

std::string_view file_name_of(std::string_view path, PathStyle style) {
  return path.substr(last_separator(path, style) + 1);
}

std::string_view parent_of(std::string_view path, PathStyle style) {
  const size_t end = last_separator(path, style);
  return end == path.npos ? std::string_view() : path.substr(0, end);
}

bool is_same_name(std::string_view a, std::string_view b, PathStyle style) {
  return style == PathStyle::Windows ? lower_case(a) == lower_case(b) : a == b;
}

std::string path_in(std::string_view directory, std::string_view name,
                    PathStyle style) {
  std::string path(directory);
  const bool ended = path.empty() || is_separator(path.back(), style) ||
                     (style == PathStyle::Windows && path.back() == ':');
  if (!ended) {
    path += style == PathStyle::Windows ? '\\' : '/';
  }
  return path.append(name);
}

std::string with_usual_separators(std::string_view path, PathStyle style) {
  return with_separators(path, style == PathStyle::Windows ? '\\' : '/', style);
}

std::string with_slashes(std::string_view path, PathStyle style) {
  return with_separators(path, '/', style);
}

}  // namespace eventlens
