// Files where they have permissions and pipes have names.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>

#include "os/file.h"
#include "support/temp_file.h"

namespace eventlens {
namespace {

namespace fs = std::filesystem;

TEST_SUITE("os/file_posix") {
  TEST_CASE("a replaced file keeps its permissions, a new one is private") {
    const test::TempDirectory directory;
    const auto permissions_of = [&](const std::string& path) {
      return static_cast<unsigned>(fs::status(path).permissions());
    };
    const std::string path = directory.path_of("lookup.csv");
    REQUIRE(write_file_atomically(path, "old").ok());
    CHECK(permissions_of(path) == 0600);
    fs::permissions(path, static_cast<fs::perms>(0640));
    REQUIRE(write_file_atomically(path, "new").ok());
    CHECK(permissions_of(path) == 0640);
    const std::string shared = directory.path_of("shared.csv");
    REQUIRE(write_file_atomically(shared, "new", Readers::All).ok());
    CHECK(permissions_of(shared) == 0644);
  }

  TEST_CASE("opening a named pipe does not wait for a writer") {
    const test::TempDirectory directory;
    const std::string path = directory.path_of("pipe");
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    const auto file = File::open(path);
    REQUIRE(file.ok());
    CHECK_FALSE(file->status()->is_regular);
  }
}

}  // namespace
}  // namespace eventlens
