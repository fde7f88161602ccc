// JSON objects taken apart.
#include "json/object_reader.h"

#include <doctest/doctest.h>

#include <string>

#include "base/limits.h"

using namespace eventlens::json;

namespace {

/// "path=text;" of each member, then what became of the object.
std::string read(std::string text) {
  ObjectReader reader;
  Members members;
  text.append(eventlens::kReadSlack, '\0');
  const std::string original = text;
  const ReadResult result = reader.read(
      text.data(), {original.data(), original.size() - eventlens::kReadSlack},
      members);
  std::string found;
  for (const Member& member : members.list()) {
    found += std::string(member.is_attribute ? "@" : "") +
             std::string(member.path) + "=" + std::string(member.text) + ";";
  }
  return found +
         (result.state == ReadState::Whole    ? "whole "
          : result.state == ReadState::Broken ? "broken "
                                              : "too large ") +
         std::to_string(result.size);
}

}  // namespace

TEST_SUITE("json/object_reader") {
  TEST_CASE("values of each kind") {
    CHECK(read(R"({"a":"x","b":-1.50e3,"c":true,"d":null}tail)") ==
          "a=x;b=-1.50e3;c=true;d=;whole 39");
    CHECK(read(R"({"a":12345678901234567890123})") ==
          "a=12345678901234567890123;whole 29");
  }

  TEST_CASE("paths") {
    CHECK(read(R"({"a":{"b":{"c":1},"d":2},"e.f":3})") ==
          "a.b.c=1;a.d=2;e.f=3;whole 33");
    CHECK(read(R"({"a":[1,[2,{"b":3}]],"c":[]})") == "a=1;a=2;a.b=3;whole 28");
    CHECK(read("{}") == "whole 2");
  }

  TEST_CASE("XML's attributes and text, in three ways to write them") {
    CHECK(read(R"({"E":{"#attributes":{"q":1},"#text":2}})") ==
          "@E.q=1;E=2;whole 39");
    CHECK(read(R"({"E":{"#text":["x","y"]}})") == "E=x;E=y;whole 25");
    CHECK(read(R"({"E_attributes":{"q":1},"E":2})") == "@E.q=1;E=2;whole 30");
    CHECK(read(R"({"E":{"@q":"1","#text":"2"},"@t":3})") ==
          "@E.q=1;E=2;@t=3;whole 35");
  }

  TEST_CASE("an event that is wrapped") {
    CHECK(read(R"({"_id":1,"_source":{"@t":1,"a":{"b":2}},"_type":3})") ==
          "@t=1;a.b=2;whole 50");
    CHECK(read(R"({"preview":false,"result":{"a":1}})") == "a=1;whole 34");
  }

  TEST_CASE("escapes") {
    CHECK(read(R"({"a":"\"\\\/\t\u00e4\ud83d\ude00"})") ==
          "a=\"\\/\t\xC3\xA4\xF0\x9F\x98\x80;whole 34");
  }

  TEST_CASE("what is read before a break is kept") {
    CHECK(read(R"({"a":1,"b":"x)") == "a=1;broken 13");
    CHECK(read(R"({"a":1 "b":2})") == "a=1;broken 7");
    CHECK(read("{\"a\":\"x\ny\"}") == "broken 7");
  }

  TEST_CASE("nesting beyond the limit") {
    std::string text = "{\"a\":";
    for (int i = 0; i < 100'000; ++i) {
      text += '[';
    }
    CHECK(read(text).starts_with("too large "));
  }
}
