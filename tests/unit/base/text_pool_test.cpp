// base/text_pool: the same text is kept once and stays where it is.
#include "base/text_pool.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace eventlens {
namespace {

TEST_SUITE("text pool") {
  TEST_CASE("the same text is kept once") {
    TextPool pool;
    const std::string first = "TargetUserName";
    const std::string second = first;
    const std::string_view kept = pool.keep(first);
    CHECK(kept == first);
    CHECK(kept.data() != first.data());
    CHECK(pool.keep(second).data() == kept.data());
    CHECK(pool.keep("TargetUserNam") == "TargetUserNam");
    CHECK(pool.keep("").empty());
  }

  TEST_CASE("texts stay where they are while others come") {
    TextPool pool;
    std::vector<std::string_view> kept;
    for (int i = 0; i < 10'000; ++i) {
      kept.push_back(pool.keep("name " + std::to_string(i)));
    }
    for (int i = 0; i < 10'000; ++i) {
      CHECK(kept[static_cast<size_t>(i)] == "name " + std::to_string(i));
    }
  }

  TEST_CASE("bytes of any value, and texts of any length") {
    TextPool pool;
    const std::string zero("a\0b", 3);
    CHECK(pool.keep(zero) == zero);
    const std::string large(1'000'000, 'x');
    CHECK(pool.keep(large) == large);
    CHECK(pool.keep("y") == "y");
  }

  TEST_CASE("after clear() it is as good as new") {
    TextPool pool;
    pool.keep("a");
    pool.clear();
    CHECK(pool.keep("a") == "a");
    CHECK(pool.keep("b") == "b");
  }
}

}  // namespace
}  // namespace eventlens
