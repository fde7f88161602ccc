// Values in the spellings of producers and in that of Windows.
#include "json/values.h"

#include <doctest/doctest.h>

#include <string>

using namespace eventlens;
using namespace eventlens::json;

namespace {

std::string text_of_value(const Value& value) {
  Buffer text;
  append_value(text, value, Escape::Raw);
  return std::string(text.view());
}

std::string time(std::string_view text, const char* zone = "+01:00") {
  Members texts;
  return text_of_value(to_time(text, *TimeZone::parse(zone), texts));
}

std::string guid(std::string_view text) {
  Members texts;
  return text_of_value(to_guid(text, texts));
}

std::string spelling(std::string_view text) {
  Members texts;
  return text_of_value(to_windows_spelling(text, texts));
}

std::string keywords(std::string_view text) {
  Members texts;
  const auto value = to_keywords(text, texts);
  return value ? text_of_value(*value) : "none";
}

}  // namespace

TEST_SUITE("json/values") {
  TEST_CASE("times with and without a zone are one instant") {
    CHECK(time("2025-03-03T07:00:05.7606440Z") ==
          "2025-03-03T07:00:05.7606440Z");
    CHECK(time("2025-03-03T07:00:05Z") == "2025-03-03T07:00:05.0000000Z");
    CHECK(time("2025-03-03T09:00:05.76+02:00") ==
          "2025-03-03T07:00:05.7600000Z");
    CHECK(time("2025-03-03 09:00:05 +0200") == "2025-03-03T07:00:05.0000000Z");
    CHECK(time("2025-03-03 07:00:05.5 UTC") == "2025-03-03T07:00:05.5000000Z");
    CHECK(time("2025-03-03 08:00:05") == "2025-03-03T07:00:05.0000000Z");
    CHECK(time("2025-03-03T00:30:00-05:30") == "2025-03-03T06:00:00.0000000Z");
  }

  TEST_CASE("what is no time stays") {
    CHECK(time("") == "");
    CHECK(time("yesterday") == "yesterday");
    CHECK(time("2025-03-03T07:00:05 o'clock") == "2025-03-03T07:00:05 o'clock");
    CHECK(time("1740985205760") == "1740985205760");
  }

  TEST_CASE("GUIDs") {
    CHECK(guid("fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148") ==
          "{FC65DDD8-D6EF-4962-83D5-6E5CFE9CE148}");
    CHECK(guid("{fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148}") ==
          "{fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148}");
    CHECK(guid("fc65ddd8") == "fc65ddd8");
  }

  TEST_CASE("what evtx_dump prints otherwise") {
    CHECK(spelling("625B5BB9-E12E-D22B-57B1-52621312C9A4") ==
          "{625B5BB9-E12E-D22B-57B1-52621312C9A4}");
    CHECK(spelling("625b5bb9-e12e-d22b-57b1-52621312c9a4") ==
          "625b5bb9-e12e-d22b-57b1-52621312c9a4");
    CHECK(spelling("2025-03-03T07:00:05.760644Z") ==
          "2025-03-03T07:00:05.7606440Z");
    CHECK(spelling("2025-03-03T07:00:05Z") == "2025-03-03T07:00:05Z");
    CHECK(spelling("alice") == "alice");
  }

  TEST_CASE("keywords") {
    CHECK(keywords("0x8020000000000000") == "0x8020000000000000");
    CHECK(keywords("-9214364837600034816") == "0x8020000000000000");
    CHECK(keywords("9232379236109516800") == "0x8020000000000000");
    CHECK(keywords("0") == "0x0");
    CHECK(keywords("Classic") == "none");
    CHECK(audit_keyword("Audit Success") == 0x20000000000000);
    CHECK(audit_keyword("audit failure") == 0x10000000000000);
    CHECK(audit_keyword("Classic") == 0);
  }

  TEST_CASE("levels") {
    CHECK(level_digit("Information") == "4");
    CHECK(level_digit("ERROR") == "2");
    CHECK(level_digit("AUDIT_FAILURE") == "0");
    CHECK(level_digit("Informationen").empty());
  }
}
