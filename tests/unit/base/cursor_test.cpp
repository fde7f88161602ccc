#include "base/cursor.h"

#include <doctest/doctest.h>

#include <vector>

namespace eventlens {
namespace {

const std::vector<uint8_t> kBytes = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

TEST_SUITE("base/cursor") {
  TEST_CASE("integers are little-endian, and reading moves on") {
    Cursor cursor(kBytes);
    CHECK(*cursor.read<uint8_t>("a") == 1);
    CHECK(*cursor.read<uint16_t>("b") == 0x0302);
    CHECK(*cursor.read<uint32_t>("c") == 0x07060504);
    CHECK(cursor.position() == 7);
    CHECK(cursor.remaining() == 3);
    CHECK_FALSE(cursor.at_end());
    CHECK(*Cursor(kBytes).read<uint64_t>("d") == 0x0807060504030201);
  }

  TEST_CASE("a read behind the end says what was cut off, and moves nothing") {
    Cursor cursor(kBytes, 7);
    const auto read = cursor.read<uint32_t>("record size");
    REQUIRE_FALSE(read.ok());
    CHECK(read.error().code == ErrorCode::Truncated);
    CHECK(read.error().message ==
          "record size at offset 7: needs 4 bytes, 3 are left");
    CHECK(cursor.position() == 7);
    CHECK(*cursor.read<uint8_t>("next") == 8);
  }

  TEST_CASE("the last byte can be read, the one behind it cannot") {
    Cursor cursor(kBytes, 2);
    CHECK(cursor.read<uint64_t>("all").ok());
    CHECK(cursor.at_end());
    CHECK_FALSE(cursor.read<uint8_t>("more").ok());
  }

  TEST_CASE("a position behind the end is the end") {
    for (const size_t position : {size_t{10}, size_t{11}, SIZE_MAX}) {
      Cursor cursor(kBytes, position);
      CHECK(cursor.at_end());
      CHECK(cursor.position() == 10);
      CHECK_FALSE(cursor.read<uint8_t>("x").ok());
    }
    CHECK(Cursor({}).at_end());
  }

  TEST_CASE("views and skips are bounded, with sizes of any width") {
    Cursor cursor(kBytes, 4);
    CHECK(cursor.take(3, "part")->front() == 5);
    CHECK(cursor.skip(3, "rest").ok());
    CHECK(cursor.take(0, "nothing")->empty());
    CHECK_FALSE(cursor.take(1, "x").ok());
    Cursor huge(kBytes, 4);
    CHECK_FALSE(huge.take(UINT64_MAX, "x").ok());
    CHECK_FALSE(huge.skip(UINT64_MAX - 3, "x").ok());
    CHECK(huge.position() == 4);
  }

  TEST_CASE("raw structures") {
    struct Raw {
      le16 first;
      le32 second;
    };
    Cursor cursor(kBytes);
    const auto raw = cursor.read<Raw>("raw");
    REQUIRE(raw.ok());
    CHECK(raw->first == 0x0201);
    CHECK(raw->second == 0x06050403);
    CHECK(cursor.position() == 6);
  }
}

}  // namespace
}  // namespace eventlens
