// Pipes whose other end goes away, or does nothing, as standard streams.
#include <doctest/doctest.h>
#include <windows.h>

#include <array>
#include <string>

#include "os/process.h"
#include "os/stop.h"
#include "os/streams.h"

namespace eventlens {
namespace {

/// A pipe of which one end is a standard stream while it lives.
class PipeAs {
 public:
  explicit PipeAs(DWORD stream)
      : stream_(stream), before_(::GetStdHandle(stream)) {
    REQUIRE(::CreatePipe(&read_, &write_, nullptr, 4096) != 0);
    ::SetStdHandle(stream, stream == STD_INPUT_HANDLE ? read_ : write_);
  }
  ~PipeAs() {
    ::SetStdHandle(stream_, before_);
    close(read_);
    close(write_);
  }
  PipeAs(const PipeAs&) = delete;
  PipeAs& operator=(const PipeAs&) = delete;

  void close_reader() { close(read_); }
  void close_writer() { close(write_); }
  [[nodiscard]] HANDLE reader() const { return read_; }
  [[nodiscard]] HANDLE writer() const { return write_; }

 private:
  static void close(HANDLE& handle) {
    if (handle != nullptr) {
      ::CloseHandle(handle);
    }
    handle = nullptr;
  }

  DWORD stream_;
  HANDLE before_;
  HANDLE read_ = nullptr;
  HANDLE write_ = nullptr;
};

TEST_SUITE("os/streams_windows") {
  TEST_CASE("bytes go through as they are") {
    const PipeAs pipe(STD_OUTPUT_HANDLE);
    std::string bytes;
    for (int i = 0; i < 256; ++i) {
      bytes += static_cast<char>(i);
    }
    bytes += "\r\n\n\x1A";
    REQUIRE(write_stdout(bytes).ok());
    std::array<char, 512> got{};
    DWORD size = 0;
    REQUIRE(::ReadFile(pipe.reader(), got.data(), got.size(), &size, nullptr) !=
            0);
    CHECK(std::string(got.data(), size) == bytes);
  }

  TEST_CASE("a reader that has gone is told, with and without a write") {
    PipeAs pipe(STD_OUTPUT_HANDLE);
    CHECK(check_stdout().ok());
    pipe.close_reader();
    const Status checked = check_stdout();
    REQUIRE_FALSE(checked.ok());
    CHECK(checked.error().code == ErrorCode::Closed);
    const Status written = write_stdout("text");
    REQUIRE_FALSE(written.ok());
    CHECK(written.error().code == ErrorCode::Closed);
  }

  TEST_CASE("a writer that has gone is the end of standard input") {
    PipeAs pipe(STD_INPUT_HANDLE);
    DWORD put = 0;
    REQUIRE(::WriteFile(pipe.writer(), "a\r\n\x1A", 4, &put, nullptr) != 0);
    pipe.close_writer();
    const auto content = read_stdin(100);
    REQUIRE(content.ok());
    CHECK(*content == "a\r\n\x1A");
  }

  // Alone, and with somebody who asks: tests/windows/unit_test.py does.
  TEST_CASE("being asked to stop ends what waits for others" *
            doctest::skip()) {
    const PipeAs out(STD_OUTPUT_HANDLE);
    const PipeAs in(STD_INPUT_HANDLE);
    install_stop_handlers(ParentDeath::Ignore);
    const Status written = write_stdout(std::string(1 << 20, 'x'));
    REQUIRE_FALSE(written.ok());
    CHECK(written.error().code == ErrorCode::Stopped);
    CHECK(stop_requested());
    std::array<uint8_t, 8> bytes{};
    CHECK_FALSE(read_stdin_some(bytes, WhenStopped::Fail).ok());
    const int64_t begin = steady_milliseconds();
    wait_or_stop(60'000);
    CHECK(steady_milliseconds() - begin < 10'000);
  }
}

}  // namespace
}  // namespace eventlens
