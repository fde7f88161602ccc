// Text to values: what is taken, and what is not.
#include "splunk/setting_values.h"

#include <doctest/doctest.h>

#include "base/ascii.h"
#include "splunk/settings.h"

namespace eventlens {
namespace {

using Paths = std::vector<std::string>;

TEST_SUITE("splunk/setting_values") {
  TEST_CASE("booleans in every spelling and case") {
    for (const char* text : {"1", "true", "True", "TRUE", "t", "T", "yes",
                             "YES", "y", "on", "On"}) {
      CAPTURE(text);
      CHECK(parse_boolean(text) == true);
    }
    for (const char* text : {"0", "false", "False", "FALSE", "f", "F", "no",
                             "NO", "n", "off", "Off"}) {
      CAPTURE(text);
      CHECK(parse_boolean(text) == false);
    }
    for (const char* text : {"", "2", "-1", "yep", "tru", "01", " 1"}) {
      CAPTURE(text);
      CHECK_FALSE(parse_boolean(text).has_value());
    }
  }

  TEST_CASE("durations") {
    CHECK(parse_duration("0") == 0U);
    CHECK(parse_duration("0d") == 0U);
    CHECK(parse_duration("45s") == 45U);
    CHECK(parse_duration("90m") == 90U * 60);
    CHECK(parse_duration("12h") == 12U * 3600);
    CHECK(parse_duration("30d") == 30U * 86400);
    CHECK(parse_duration("36500d") == kMaxIgnoreOlderThanSeconds);
  }

  TEST_CASE("durations that are not") {
    for (const char* text :
         {"", "30", "d", "-1d", "+1d", "1.5h", "30 d", "30D", "1w", "0x1d",
          "36501d", "18446744073709551615d", "99999999999999999999s"}) {
      CAPTURE(text);
      CHECK_FALSE(parse_duration(text).has_value());
    }
  }

  TEST_CASE("counts within their limits") {
    CHECK(parse_count("1", 1, 10000) == 1U);
    CHECK(parse_count("10000", 1, 10000) == 10000U);
    CHECK(parse_count("007", 1, 10000) == 7U);
    for (const char* text : {"", "0", "10001", "-5", "ten", "5 ", "1e3",
                             "4294967297", "99999999999999999999"}) {
      CAPTURE(text);
      CHECK_FALSE(parse_count(text, 1, 10000).has_value());
    }
  }

  TEST_CASE("paths are split at semicolons and trimmed") {
    CHECK(split_paths("/a.evtx") == Paths{"/a.evtx"});
    CHECK(split_paths(" /a b.evtx ;/c,d/*.evtx;\t/e ") ==
          Paths{"/a b.evtx", "/c,d/*.evtx", "/e"});
    CHECK(split_paths(";;/a; ;").size() == 1);
    CHECK(split_paths("").empty());
    CHECK(split_paths(" ; ").empty());
  }

  TEST_CASE("trimming") {
    CHECK(trimmed(" \t a b \r\n") == "a b");
    CHECK(trimmed(" \n").empty());
  }
}

}  // namespace
}  // namespace eventlens
