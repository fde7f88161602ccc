#include "event/event_source.h"

#include <doctest/doctest.h>

#include <cstdint>

namespace eventlens {
namespace {

TEST_SUITE("event/event_source") {
  TEST_CASE(
      "copies to the begin of a page are slow: no unit's bytes lie there") {
    Unit unit;
    for (const size_t size : {size_t{1}, size_t{64} << 10, size_t{1} << 20}) {
      unit.reserve(size);
      REQUIRE(unit.capacity >= size + kReadSlack);
      CHECK(reinterpret_cast<uintptr_t>(unit.bytes.get()) % kPageSize ==
            kPlaceInPage);
      CHECK(unit.bytes[unit.capacity - 1] == 0);
    }
  }
}

}  // namespace
}  // namespace eventlens
