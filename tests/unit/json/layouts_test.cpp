// Objects whose layout was met before.
#include "json/layouts.h"

#include <doctest/doctest.h>

#include <string>

#include "base/limits.h"
#include "json/object_reader.h"

using namespace eventlens::json;

namespace {

/// "path=text;" of each member.
std::string told(const Members& members) {
  std::string found;
  for (const Member& member : members.list()) {
    found += std::string(member.is_attribute ? "@" : "") +
             std::string(member.path) + "=" + std::string(member.text) + ";";
  }
  return found;
}

/// Objects, learned as a reader does.
class Learner {
 public:
  /// Returns the number of the layout.
  uint64_t learn(const std::string& object) {
    const std::string original = with_slack(object);
    std::string changed = original;
    Members members;
    ObjectReader reader;
    reader.read(changed.data(), {original.data(), object.size()}, members);
    const auto count = static_cast<uint32_t>(members.list().size());
    return layouts_.learn({original.data(), object.size()}, members,
                          {0, count});
  }

  /// Members and size where its layout is known, else "".
  std::string match(const std::string& object) {
    const std::string text = with_slack(object);
    Members members;
    const size_t size = layouts_.match({text.data(), object.size()}, members);
    layout_ = members.layout();
    return size == 0 ? "" : told(members) + std::to_string(size);
  }
  /// Of the last match.
  [[nodiscard]] uint64_t layout() const { return layout_; }

 private:
  static std::string with_slack(std::string text) {
    return text.append(eventlens::kReadSlack, '\0');
  }

  Layouts layouts_;
  uint64_t layout_ = 0;
};

}  // namespace

TEST_SUITE("json/layouts") {
  TEST_CASE("values of the kind that was there are taken, others are not") {
    Learner learner;
    CHECK(learner.match(R"({"a":"x"})").empty());
    learner.learn(R"({"a":"x","b":1,"c":true,"d":null})");
    CHECK(learner.match(R"({"a":"","b":-20.75,"c":false,"d":null}tail)") ==
          "a=;b=-20.75;c=false;d=;38");
    CHECK(learner.match(R"({"a":1,"b":1,"c":true,"d":null})").empty());
    CHECK(learner.match(R"({"a":"x","b":"1","c":true,"d":null})").empty());
    CHECK(learner.match(R"({"a":"x","b":1,"c":null,"d":null})").empty());
    CHECK(learner.match(R"({"a":"x","b":1,"c":true})").empty());
    CHECK(learner.match(R"({"a":"x", "b":1,"c":true,"d":null})").empty());
  }

  TEST_CASE("what is no JSON is not taken") {
    Learner learner;
    learner.learn(R"({"a":"x","b":1,"c":true})");
    for (const char* const object :
         {R"({"a":"\q","b":1,"c":true})", R"({"a":"\u12g4","b":1,"c":true})",
          "{\"a\":\"x\ny\",\"b\":1,\"c\":true}", R"({"a":"x","b":01,"c":true})",
          R"({"a":"x","b":1.,"c":true})", R"({"a":"x","b":-,"c":true})",
          R"({"a":"x","b":1,"c":tru})", R"({"a":"x","b":1,"c":truer})",
          R"({"a":"x","b":1,"c":true)", R"({"a":"x)", R"({"a":"x\)", ""}) {
      CAPTURE(object);
      CHECK(learner.match(object).empty());
    }
  }

  TEST_CASE("escapes") {
    Learner learner;
    learner.learn(R"({"a":"x"})");
    CHECK(learner.match(R"({"a":"\"C:\\x\u00e4\ud83d\ude00\n"})") ==
          "a=\"C:\\x\xC3\xA4\xF0\x9F\x98\x80\n;35");
  }

  TEST_CASE("objects that begin alike") {
    Learner learner;
    const uint64_t first = learner.learn(R"({"id":1,"a":"x","z":1})");
    const uint64_t second = learner.learn(R"({"id":1,"b":"x","z":1})");
    const uint64_t third = learner.learn(R"({"id":1,"b":"x"})");
    CHECK(first != second);
    CHECK(second != third);
    CHECK(learner.learn(R"({"id":2,"a":"y","z":3})") == first);
    CHECK(learner.match(R"({"id":4,"a":"","z":5})") == "id=4;a=;z=5;21");
    CHECK(learner.layout() == first);
    CHECK(learner.match(R"({"id":4,"b":"","z":5})") == "id=4;b=;z=5;21");
    CHECK(learner.layout() == second);
    CHECK(learner.match(R"({"id":4,"b":""})") == "id=4;b=;15");
    CHECK(learner.layout() == third);
  }

  TEST_CASE("of many that begin alike the last ones are kept") {
    Learner learner;
    const auto object = [](int number) {
      return "{\"key" + std::to_string(number) + "\":1}";
    };
    constexpr int kObjects = 100;
    for (int i = 0; i < kObjects; ++i) {
      learner.learn(object(i));
      CHECK_FALSE(learner.match(object(0)).empty());
    }
    CHECK(learner.match(object(1)).empty());
    CHECK_FALSE(learner.match(object(kObjects - 1)).empty());
  }

  TEST_CASE("more layouts than are remembered") {
    Learner learner;
    uint64_t last = 0;
    for (int i = 0; i < 40'000; ++i) {
      const std::string key = std::to_string(i % 10);
      const std::string object = "{\"" + key + "\":{\"" + std::to_string(i) +
                                 "\":1,\"a\":2,\"b\":[3]}}";
      const uint64_t number = learner.learn(object);
      CHECK(number > last);
      last = number;
      CHECK(learner.match(object).ends_with(std::to_string(object.size())));
    }
  }

  TEST_CASE("objects that are too large to remember") {
    Learner learner;
    std::string many = "{\"a\":[1";
    for (int i = 0; i < 2'000; ++i) {
      many += ",1";
    }
    CHECK(learner.learn(many + "]}") == 0);
    CHECK(learner.learn("{\"" + std::string(100'000, 'k') + "\":1}") == 0);
    const std::string key(10'000, 'k');
    CHECK(learner.learn("{\"" + key + "\":{\"" + key + "\":{\"" + key +
                        "\":{\"a\":1,\"b\":2}}}}") == 0);
    // Long values are no part of a layout.
    CHECK(learner.learn("{\"a\":\"" + std::string(100'000, 'v') + "\"}") != 0);
  }

  TEST_CASE("a wrapped event") {
    ObjectReader reader;
    const auto read = [&reader](const std::string& object) {
      std::string text = object + std::string(eventlens::kReadSlack, '\0');
      const std::string original = text;
      Members members;
      reader.read(text.data(), {original.data(), object.size()}, members);
      return told(members);
    };
    CHECK(read(R"({"offset":1,"result":{"a":1},"z":[2]})") == "a=1;");
    CHECK(read(R"({"offset":3,"result":{"a":4},"z":[5]})") == "a=4;");
    CHECK(read(R"({"offset":6,"result":7})") == "offset=6;result=7;");
  }
}
