// Where records end in texts of JSON objects.
#include "json/splitter.h"

#include <doctest/doctest.h>

#include <string>

using namespace eventlens::json;

namespace {

size_t whole(std::string_view text, bool at_end = false) {
  return JsonSplitter().whole_records(text, at_end);
}

std::string extent(std::string_view text) {
  const ObjectExtent found = object_extent(text, 0);
  return std::to_string(found.end) + (found.closed ? " closed" : " open");
}

}  // namespace

TEST_SUITE("json/splitter") {
  TEST_CASE("objects on lines") {
    CHECK(whole("") == 0);
    CHECK(whole("{\"a\":1}\n{\"a\":2}\n") == 16);
    CHECK(whole("{\"a\":1}\n{\"a\":2") == 8);
    CHECK(whole("{\"a\":1}\r\n \n{\"a\":2") == 11);
    CHECK(whole("{\"a\":1") == 0);
    CHECK(whole("{\"a\":1", true) == 0);
  }

  TEST_CASE("what separates objects is whole with them") {
    CHECK(whole("{\"a\":1}\n\n") == 9);
    CHECK(whole("\n,{\"a\":1},\n") == 11);
    CHECK(whole("]\n") == 2);
  }

  TEST_CASE("an array of objects") {
    const std::string text =
        "[\n{\"a\":[{\"b\":1},\n{\"b\":2}]},\n{\"a\":2}\n]";
    CHECK(whole(text) == text.size());
    // An object that begins a line inside another one is no record.
    CHECK(whole(text.substr(0, 20)) == 0);
    CHECK(whole(text.substr(0, 30)) == 26);
  }

  TEST_CASE("pretty-printed objects one after the other") {
    const std::string text =
        "{\n  \"a\": {\n    \"b\": 1\n  }\n}{\n  \"a\": 2\n";
    CHECK(whole(text) == 27);
  }

  TEST_CASE("brackets and quotes in strings are text") {
    CHECK(whole("{\"a\":\"}\"") == 0);
    CHECK(whole(R"({"a":"\"}{"})") == 12);
    CHECK(whole(R"({"a":"\\"}{)") == 10);
    CHECK(whole("{\"a\":\"\\") == 0);
  }

  TEST_CASE("junk ends with its line") {
    CHECK(whole("no JSON at all") == 0);
    CHECK(whole("no JSON at all", true) == 14);
    CHECK(whole("no JSON\nat all") == 8);
    CHECK(whole("{}no JSON\nat all") == 10);
  }

  TEST_CASE("an object that does not end, and what follows") {
    CHECK(extent("{\"a\":1}") == "7 closed");
    CHECK(extent("{\"a\":{\"b\":[1]}} ") == "15 closed");
    CHECK(extent("{\"a\":1") == "6 open");
    // Cut off in a string, behind a value, behind a comma.
    CHECK(extent("{\"a\":\"x\n{\"a\":1}") == "8 open");
    CHECK(extent("{\"a\":1\n{\"a\":1}") == "7 open");
    CHECK(extent("{\"a\":1,\n{\"a\":1}") == "8 open");
    // These may hold an object.
    CHECK(extent("{\"a\":\n{\"a\":1}}") == "14 closed");
    CHECK(extent("{\"a\":[\n{\"a\":1},\n{\"a\":1}]}") == "25 closed");
  }

  TEST_CASE("nesting deeper than is remembered") {
    std::string text;
    for (int i = 0; i < 100; ++i) {
      text += "{\"a\":[";
    }
    const std::string opened = text;
    for (int i = 0; i < 100; ++i) {
      text += "]}";
    }
    CHECK(whole(text) == text.size());
    CHECK(whole(opened) == 0);
  }
}
