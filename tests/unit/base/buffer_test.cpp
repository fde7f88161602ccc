#include "base/buffer.h"

#include <doctest/doctest.h>

#include <string>

#include "base/crc32.h"
#include "base/hash.h"

namespace eventlens {
namespace {

ByteView bytes_of(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

TEST_SUITE("base/buffer") {
  TEST_CASE("an empty buffer has no bytes, and appending none is nothing") {
    Buffer buffer;
    CHECK(buffer.empty());
    CHECK(buffer.view().empty());
    buffer.append("");
    CHECK(buffer.empty());
  }

  TEST_CASE("what was appended stays while the buffer grows") {
    Buffer buffer;
    std::string expected;
    for (int i = 0; i < 20'000; ++i) {
      const std::string piece = std::to_string(i);
      buffer.append(piece);
      buffer.append(' ');
      expected += piece + ' ';
    }
    CHECK(buffer.view() == expected);
    buffer.truncate(2);
    CHECK(buffer.view() == "0 ");
    buffer.clear();
    CHECK(buffer.empty());
  }

  TEST_CASE("there is room for what was asked, and the slack behind it") {
    Buffer buffer;
    for (const size_t size : {1U, 4'000U, 4'096U, 100'000U}) {
      char* const to = buffer.reserve(size);
      std::fill_n(to, size + Buffer::kWriteSlack, 'x');
      CHECK(buffer.end_of_room() >= to + size);
      buffer.commit(size);
    }
    CHECK(buffer.size() == 108'097);
  }

  TEST_CASE("two buffers change places") {
    Buffer first;
    Buffer second;
    first.append("one");
    first.swap(second);
    CHECK(first.empty());
    CHECK(second.view() == "one");
  }
}

TEST_SUITE("base/crc32 and hash") {
  TEST_CASE("the check value of CRC32, whole and in pieces") {
    CHECK(crc32_of(bytes_of("123456789")) == 0xCBF43926);
    CHECK(crc32_of(bytes_of("6789"), crc32_of(bytes_of("12345"))) ==
          0xCBF43926);
    CHECK(crc32_of({}) == 0);
  }

  TEST_CASE("hashes tell texts apart, also by length and by every byte") {
    CHECK(hash_text("abc") == hash_text("abc"));
    CHECK(hash_text("abc") != hash_text("abd"));
    CHECK(hash_text({}) != hash_text(std::string_view("\0", 1)));
    const std::string text = "a text of more than eight bytes";
    for (size_t i = 0; i < text.size(); ++i) {
      std::string other = text;
      other[i] = '?';
      CHECK(hash_text(other) != hash_text(text));
    }
  }
}

}  // namespace
}  // namespace eventlens
