// Files: reading at an offset, identity, atomic replacement, clear errors.
#include "os/file.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "support/temp_file.h"

namespace eventlens {
namespace {

namespace fs = std::filesystem;

TEST_SUITE("os/file") {
  TEST_CASE("a missing file is NotFound and named") {
    const auto file = File::open("/nonexistent/security.evtx");
    REQUIRE_FALSE(file.ok());
    CHECK(file.error().code == ErrorCode::NotFound);
    CHECK(file.error().message.find("/nonexistent/security.evtx") == 0);
  }

  TEST_CASE("reading beyond the end gives what is there") {
    const test::TempDirectory directory;
    const std::string path = directory.path_of("log");
    REQUIRE(write_file_atomically(path, "0123456789").ok());
    const auto file = File::open(path);
    REQUIRE(file.ok());
    std::array<uint8_t, 8> bytes{};
    CHECK(*file->read_at(6, bytes) == 4);
    CHECK(bytes[0] == '6');
    CHECK(*file->read_at(10, bytes) == 0);
    CHECK(*file->read_at(1000, bytes) == 0);
  }

  TEST_CASE("a renamed file keeps its identity") {
    const test::TempDirectory directory;
    REQUIRE(write_file_atomically(directory.path_of("a"), "x").ok());
    const auto before = status_of(directory.path_of("a"));
    fs::rename(directory.path_of("a"), directory.path_of("b"));
    const auto after = status_of(directory.path_of("b"));
    CHECK(before->identity == after->identity);
    CHECK(after->is_regular);
    CHECK(after->size == 1);
  }

  TEST_CASE("an atomic write that fails leaves the old content") {
    const test::TempDirectory directory;
    const std::string path = directory.path_of("checkpoint.json");
    REQUIRE(write_file_atomically(path, "old").ok());
    // The draft's name is taken by a directory: the write must fail.
    fs::create_directory(path + ".new");
    const Status written = write_file_atomically(path, "new");
    REQUIRE_FALSE(written.ok());
    CHECK(written.error().message.find(path) == 0);
    CHECK(*read_file(path, 100) == "old");
  }

  TEST_CASE("a file beyond the limit is refused with both numbers") {
    const test::TempDirectory directory;
    REQUIRE(write_file_atomically(directory.path_of("big"), "12345").ok());
    const auto content = read_file(directory.path_of("big"), 4);
    REQUIRE_FALSE(content.ok());
    CHECK(content.error().code == ErrorCode::LimitExceeded);
    CHECK(content.error().message.find("5 bytes; at most 4") !=
          std::string::npos);
  }
}

}  // namespace
}  // namespace eventlens
