// Paths by their text, as each system writes them.
#include "os/path_names.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>

namespace eventlens {
namespace {

constexpr PathStyle kPosix = PathStyle::Posix;
constexpr PathStyle kWindows = PathStyle::Windows;

TEST_SUITE("os/path_names") {
  TEST_CASE("what stands before the first name") {
    struct Case {
      const char* path;
      size_t windows;
      size_t posix;
    };
    constexpr std::array<Case, 14> kCases = {{
        {"", 0, 0},
        {"logs", 0, 0},
        {"/logs", 1, 1},
        {"\\logs", 1, 0},
        {"C:", 2, 0},
        {"C:logs", 2, 0},
        {"c:/logs", 3, 0},
        {"C:\\logs", 3, 0},
        {"1:\\logs", 0, 0},
        {"\\\\server\\share\\logs", 15, 0},
        {"//server/share", 14, 1},
        {"\\\\?\\C:\\logs", 7, 0},
        {"\\\\?\\UNC\\server\\share\\logs", 21, 0},
        {"\\\\.\\pipe\\logs", 9, 0},
    }};
    for (const Case& one : kCases) {
      CAPTURE(one.path);
      CHECK(root_length(one.path, kWindows) == one.windows);
      CHECK(root_length(one.path, kPosix) == one.posix);
    }
  }

  TEST_CASE("absolute is what means the same in every working directory") {
    for (const char* path :
         {"C:\\logs", "c:/logs", "C:\\", "\\\\server\\share\\logs",
          "//server/share/logs", "\\\\?\\C:\\logs"}) {
      CAPTURE(path);
      CHECK(is_absolute(path, kWindows));
    }
    for (const char* path : {"", "logs", "C:", "C:logs", "\\logs", "/logs",
                             "..\\logs", "1:\\logs", "?:\\logs"}) {
      CAPTURE(path);
      CHECK_FALSE(is_absolute(path, kWindows));
    }
    CHECK(is_absolute("/logs", kPosix));
    CHECK_FALSE(is_absolute("logs", kPosix));
    CHECK_FALSE(is_absolute("C:\\logs", kPosix));
  }

  TEST_CASE("the examples in messages are absolute") {
    for (const PathStyle style : {kPosix, kWindows}) {
      std::string_view examples = absolute_examples(style);
      while (!examples.empty()) {
        const std::string_view one = examples.substr(0, examples.find(", "));
        CHECK(is_absolute(one, style));
        examples.remove_prefix(std::min(one.size() + 2, examples.size()));
      }
    }
  }

  TEST_CASE("the last name, and what is above it") {
    CHECK(file_name_of("C:\\logs\\System.evtx", kWindows) == "System.evtx");
    CHECK(file_name_of("C:/logs\\a.zip/in/b.evt", kWindows) == "b.evt");
    CHECK(file_name_of("C:System.evtx", kWindows) == "System.evtx");
    CHECK(file_name_of("System.evtx", kWindows) == "System.evtx");
    CHECK(file_name_of("C:\\logs\\", kWindows).empty());
    CHECK(file_name_of("/logs/a\\b", kPosix) == "a\\b");
    CHECK(file_name_of("C:b", kPosix) == "C:b");
    CHECK(parent_of("C:\\logs\\System.evtx", kWindows) == "C:\\logs");
    CHECK(parent_of("a/b\\c", kWindows) == "a/b");
    CHECK(parent_of("a", kWindows).empty());
    CHECK(parent_of("/logs/a\\b", kPosix) == "/logs");
    CHECK(parent_of("a", kPosix).empty());
  }

  TEST_CASE("a name in a directory") {
    CHECK(path_in("C:\\logs", "a", kWindows) == "C:\\logs\\a");
    CHECK(path_in("C:\\", "a", kWindows) == "C:\\a");
    CHECK(path_in("C:/logs/", "a", kWindows) == "C:/logs/a");
    CHECK(path_in("C:", "a", kWindows) == "C:a");
    CHECK(path_in("", "a", kWindows) == "a");
    CHECK(path_in("/logs", "a", kPosix) == "/logs/a");
    CHECK(path_in("/", "a", kPosix) == "/a");
    CHECK(path_in("a\\", "b", kPosix) == "a\\/b");
  }

  TEST_CASE("names are one as the system compares them") {
    CHECK(is_same_name("BIN", "bin", kWindows));
    CHECK_FALSE(is_same_name("BIN", "bin", kPosix));
    CHECK(is_same_name("bin", "bin", kPosix));
  }

  TEST_CASE("separators become slashes only where they are some") {
    CHECK(with_slashes("a\\b/c", kWindows) == "a/b/c");
    CHECK(with_slashes("a\\b/c", kPosix) == "a\\b/c");
    CHECK(with_usual_separators("C:/a\\b/c", kWindows) == "C:\\a\\b\\c");
    CHECK(with_usual_separators("/a\\b/c", kPosix) == "/a\\b/c");
  }
}

}  // namespace
}  // namespace eventlens
