// Directories with links and permissions.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>

#include "os/file.h"
#include "os/paths.h"
#include "support/temp_file.h"

namespace eventlens {
namespace {

namespace fs = std::filesystem;

TEST_SUITE("os/paths_posix") {
  TEST_CASE("a link back up the tree is no circle") {
    const test::TempDirectory directory;
    fs::create_directory(directory.path_of("sub"));
    fs::create_directory_symlink("..", directory.path_of("sub/up"));
    REQUIRE(write_file_atomically(directory.path_of("log"), "").ok());
    CHECK(list_files(directory.path(), true).paths.size() == 1);
  }

  TEST_CASE("an unreadable directory is told, and the others are listed") {
    const test::TempDirectory directory;
    fs::create_directory(directory.path_of("closed"));
    REQUIRE(write_file_atomically(directory.path_of("log"), "").ok());
    fs::permissions(directory.path(), fs::perms::all);
    fs::permissions(directory.path_of("closed"), fs::perms::none);
    // Root may read every directory, so it is somebody else who looks.
    constexpr uid_t kNobody = 65534;
    const uid_t self = ::geteuid();
    REQUIRE((self != 0 || ::seteuid(kNobody) == 0));
    const auto found = list_files(directory.path(), true);
    REQUIRE(::seteuid(self) == 0);
    CHECK(found.paths == std::vector<std::string>{directory.path_of("log")});
    REQUIRE(found.problems.size() == 1);
    CHECK(found.problems[0].message.find("closed: Permission denied") !=
          std::string::npos);
  }
}

}  // namespace
}  // namespace eventlens
