// Globs on Windows: what POSIX' glob() does, with Windows' separators and
// without regard to case.
#include <windows.h>

#include <algorithm>

#include "os/file.h"
#include "os/find_windows.h"
#include "os/path_names.h"
#include "os/paths.h"
#include "os/wide_windows.h"

namespace eventlens {
namespace {

/// The characters in the case in which Windows compares names. A character
/// beyond 16 bits is one here too.
std::u32string folded(std::string_view text) {
  std::wstring wide = to_wide(text);
  if (!wide.empty()) {
    const auto size = static_cast<int>(wide.size());
    std::wstring upper(wide.size(), L'\0');
    if (::LCMapStringEx(LOCALE_NAME_INVARIANT, LCMAP_UPPERCASE, wide.c_str(),
                        size, upper.data(), size, nullptr, nullptr,
                        0) == size) {
      wide = std::move(upper);
    }
  }
  std::u32string characters;
  for (size_t i = 0; i < wide.size(); ++i) {
    const char32_t unit = wide[i];
    const bool pair = IS_HIGH_SURROGATE(unit) && i + 1 < wide.size() &&
                      IS_LOW_SURROGATE(wide[i + 1]);
    characters += pair ? 0x10000 + ((unit - 0xD800) << 10) +
                             (char32_t{wide[++i]} - 0xDC00)
                       : unit;
  }
  return characters;
}

/// A class such as [a-z] at `at`: whether it takes `c`. Moves `at` behind it;
/// without its end it is a plain '['.
bool class_takes(std::u32string_view pattern, size_t& at, char32_t c) {
  size_t i = at + 1;
  const bool negated =
      i < pattern.size() && (pattern[i] == U'!' || pattern[i] == U'^');
  i += negated ? 1 : 0;
  const size_t first = i;
  bool taken = false;
  while (i < pattern.size() && (pattern[i] != U']' || i == first)) {
    const bool range = i + 2 < pattern.size() && pattern[i + 1] == U'-' &&
                       pattern[i + 2] != U']';
    const char32_t last = range ? pattern[i + 2] : pattern[i];
    taken = taken || (c >= pattern[i] && c <= last);
    i += range ? 3 : 1;
  }
  if (i >= pattern.size()) {
    ++at;
    return c == U'[';
  }
  at = i + 1;
  return taken != negated;
}

/// Whether the pattern at `at`, no '*', takes `c`; moves `at` behind it.
bool takes(std::u32string_view pattern, size_t& at, char32_t c) {
  if (pattern[at] == U'[') {
    return class_takes(pattern, at, c);
  }
  const char32_t wanted = pattern[at++];
  return wanted == U'?' || wanted == c;
}

bool matches(std::u32string_view pattern, std::u32string_view name) {
  size_t at = 0;
  size_t i = 0;
  // Behind the last '*', and where it was tried to end last.
  size_t behind_star = pattern.npos;
  size_t star_end = 0;
  while (i < name.size()) {
    if (at < pattern.size() && pattern[at] == U'*') {
      behind_star = ++at;
      star_end = i;
    } else if (at < pattern.size() && takes(pattern, at, name[i])) {
      ++i;
    } else if (behind_star != pattern.npos) {
      at = behind_star;
      i = ++star_end;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of(U'*', at) == pattern.npos;
}

/// The names of a path behind its root.
std::vector<std::string_view> names_of(std::string_view path) {
  std::vector<std::string_view> names;
  while (!path.empty()) {
    const size_t end = std::min(path.find_first_of("/\\"), path.size());
    if (end > 0) {
      names.push_back(path.substr(0, end));
    }
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return names;
}

bool is_pattern(std::string_view name) {
  return name.find_first_of("*?[") != name.npos;
}

/// Replaces the directories by what `name` stands for in each of them.
class Expansion {
 public:
  explicit Expansion(std::string_view root) : paths_{std::string(root)} {}

  void go_on(std::string_view name, bool is_last) {
    std::vector<std::string> next;
    for (const std::string& directory : paths_) {
      if (is_pattern(name)) {
        add_matches(directory, name, is_last, next);
      } else {
        next.push_back(path_in(directory, name));
      }
    }
    // Nothing is missing where a pattern only might have led.
    searched_ = searched_ || is_pattern(name);
    paths_ = std::move(next);
  }

  Listing take() {
    Listing found{{}, std::move(problems_)};
    for (std::string& path : paths_) {
      if (status_of(path).ok()) {
        found.paths.push_back(std::move(path));
      }
    }
    std::sort(found.paths.begin(), found.paths.end());
    return found;
  }

 private:
  void add_matches(const std::string& directory, std::string_view pattern,
                   bool is_last, std::vector<std::string>& next) {
    auto names = names_in(directory.empty() ? "." : directory);
    if (!names.ok()) {
      if (!searched_ || names.error().code != ErrorCode::NotFound) {
        problems_.push_back(std::move(names).take_error());
      }
      return;
    }
    for (const FoundName& name : *names) {
      if ((is_last || name.kind != FoundName::File) &&
          matches_name(pattern, name.name)) {
        next.push_back(path_in(directory, name.name));
      }
    }
  }

  std::vector<std::string> paths_;
  std::vector<Error> problems_;
  bool searched_ = false;
};

}  // namespace

bool matches_name(std::string_view pattern, std::string_view name) {
  // A leading dot must be named, as in POSIX.
  if (name.starts_with('.') && !pattern.starts_with('.')) {
    return false;
  }
  return matches(folded(pattern), folded(name));
}

Listing expand_glob(const std::string& pattern) {
  const size_t root = root_length(pattern);
  const std::string_view whole = pattern;
  const auto names = names_of(whole.substr(root));
  Expansion expansion(whole.substr(0, root));
  for (size_t i = 0; i < names.size(); ++i) {
    expansion.go_on(names[i], i + 1 == names.size());
  }
  return expansion.take();
}

}  // namespace eventlens
