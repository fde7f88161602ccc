// Globs and directories.
#include "os/paths.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "os/file.h"
#include "support/temp_file.h"

namespace eventlens {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> names_of(const std::vector<std::string>& paths) {
  std::vector<std::string> names;
  for (const std::string& path : paths) {
    names.push_back(fs::path(path).filename().string());
  }
  return names;
}

TEST_SUITE("os/paths") {
  TEST_CASE("a glob gives its matches sorted, and none is no error") {
    const test::TempDirectory directory;
    for (const char* name : {"b.evtx", "a.evtx", "c.txt"}) {
      REQUIRE(write_file_atomically(directory.path_of(name), "").ok());
    }
    const auto found = expand_glob(directory.path_of("*.evtx"));
    CHECK(found.problems.empty());
    CHECK(names_of(found.paths) ==
          std::vector<std::string>{"a.evtx", "b.evtx"});
    const auto none = expand_glob(directory.path_of("*.evt"));
    CHECK(none.problems.empty());
    CHECK(none.paths.empty());
  }

  TEST_CASE("only recursive listing looks below") {
    const test::TempDirectory directory;
    fs::create_directories(directory.path_of("sub/deeper"));
    REQUIRE(write_file_atomically(directory.path_of("top"), "").ok());
    REQUIRE(
        write_file_atomically(directory.path_of("sub/deeper/low"), "").ok());
    CHECK(names_of(list_files(directory.path(), false).paths) ==
          std::vector<std::string>{"top"});
    CHECK(names_of(list_files(directory.path(), true).paths) ==
          std::vector<std::string>{"low", "top"});
  }

  TEST_CASE("a directory that is not there is NotFound") {
    const auto found = list_files("/nonexistent", false);
    REQUIRE(found.problems.size() == 1);
    CHECK(found.problems[0].code == ErrorCode::NotFound);
    CHECK(found.problems[0].message.find("/nonexistent") == 0);
  }
}

}  // namespace
}  // namespace eventlens
