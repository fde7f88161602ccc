// Files of JSON events: what is recognised, junk, damage, selection, places.
#include "json/decoder.h"

#include <doctest/doctest.h>

#include <string>

#include "json_text.h"

namespace eventlens::json {
namespace {

using namespace test;

/// An event of our own form.
std::string event(int id) {
  return R"({"TimeCreated":"2025-03-03T07:00:05.7606440Z","EventID":)" +
         std::to_string(id) +
         R"(,"Provider":"P","Channel":"Security","Status":"0x18"})";
}

/// Ids of the events.
std::string ids_of(const Decoded& decoded) {
  std::string ids;
  for (const DecodedEvent& one : decoded.events) {
    ids += std::to_string(one.event_id) + " ";
  }
  return ids;
}

TEST_SUITE("json/decoder") {
  TEST_CASE("what is a log in JSON") {
    CHECK(recognises(event(1)));
    CHECK(recognises(" \n[ " + event(1) + "]"));
    // Something else of the producer first; a begin without an end.
    CHECK(recognises("{\"started\":true}\n" + event(1)));
    CHECK(recognises(event(1).substr(0, event(1).size() - 5)));
  }

  TEST_CASE("what is none") {
    CHECK(!recognises(""));
    CHECK(!recognises("{}"));
    CHECK(!recognises("[[[["));
    CHECK(!recognises("{\"EventID\":1}"));
    CHECK(!recognises("{\"name\":\"package\",\"version\":\"1.0\"}"));
    CHECK(!recognises("junk " + event(1)));
    CHECK(!recognises("," + event(1)));
    CHECK(!recognises("<Event>" + event(1) + "</Event>"));
  }

  TEST_CASE("every form of a file, read in pieces of every size") {
    const std::string one = event(1);
    const std::string two = event(2);
    const std::string pretty =
        "{\n  \"EventID\": 1,\n  \"Provider\": \"P\",\n"
        "  \"Channel\": \"C\"\n}";
    for (const size_t step : {size_t{1}, size_t{7}, size_t{64}, SIZE_MAX}) {
      CAPTURE(step);
      for (const std::string& text :
           {one + "\n" + two + "\n", one + "\r\n" + two, one + two,
            "[" + one + "," + two + "]", "[\n" + one + ",\n" + two + ",\n]\n",
            pretty + "\n" + two, "[" + pretty + ",\n" + two + "]"}) {
        CAPTURE(text);
        const Decoded decoded = decode_json(text, {.step = step});
        CHECK(ids_of(decoded) == "1 2 ");
        CHECK(decoded.issues.summary() == "none");
        CHECK(decoded.counts.failed == 0);
      }
    }
  }

  TEST_CASE("junk between events is counted and told") {
    const std::string text = event(1) + "\nagent restarted\n" + event(2) + "\n";
    const Decoded decoded = decode_json(text);
    CHECK(ids_of(decoded) == "1 2 ");
    CHECK(decoded.counts.failed == 1);
    CHECK(decoded.places() ==
          "record_damaged 0 at " + std::to_string(event(1).size() + 1) +
              ": 16 bytes are no JSON and were passed over\n");
  }

  TEST_CASE("an object that is no Windows event is counted and told") {
    const std::string text =
        event(1) + "\n{\"level\":\"info\",\"msg\":{\"a\":1}}\n";
    const Decoded decoded = decode_json(text);
    CHECK(decoded.counts.failed == 1);
    CHECK(decoded.places() ==
          "record_undecodable 0 at " + std::to_string(event(1).size() + 1) +
              ": no Windows event of a known form; its keys: level msg\n");
  }

  TEST_CASE("an event that is cut off gives what is there") {
    const std::string cut = event(2).substr(0, event(2).size() - 4);
    for (const std::string& text :
         {cut + "\n" + event(3) + "\n", event(1) + "\n" + cut}) {
      CAPTURE(text);
      const Decoded decoded = decode_json(text);
      REQUIRE(decoded.events.size() == 2);
      CHECK(decoded.counts.failed == 0);
      const DecodedEvent& part =
          decoded.events[decoded.events[0].event_id == 2 ? 0 : 1];
      CHECK(part.event_id == 2);
      CHECK(part.field("Channel") == "Security");
      CHECK(part.field("Status") == "(absent)");
      CHECK(
          (part.issues == "record_cut_off" || part.issues == "record_damaged"));
    }
  }

  TEST_CASE("a broken object does not hurt the next one") {
    const std::string text =
        "{\"a\\u0041\":\"\\n\\n\\n\", \"b\" \"c\"}" + event(1) + "\n";
    const Decoded decoded = decode_json(text);
    CHECK(ids_of(decoded) == "1 ");
    CHECK(decoded.events[0].field("Provider") == "P");
    CHECK(decoded.counts.failed == 1);
  }

  TEST_CASE("places are those in the file, also of UTF-16") {
    const std::string utf8 = event(1) + "\n" + event(2) + "\n";
    std::string utf16("\xFF\xFE", 2);
    for (const char c : utf8) {
      utf16 += c;
      utf16 += '\0';
    }
    const Decoded plain = decode_json(utf8);
    const Decoded wide = decode_json(utf16);
    REQUIRE(plain.events.size() == 2);
    REQUIRE(wide.events.size() == 2);
    const size_t size = event(1).size();
    CHECK(plain.events[1].file_offset == size + 1);
    CHECK(plain.events[1].record_id == 2 * size + 1);
    CHECK(wide.events[1].file_offset == 2 + 2 * (size + 1));
    CHECK(wide.events[1].fields == plain.events[1].fields);
  }

  TEST_CASE("half of a surrogate pair does not cost the event") {
    const Decoded decoded = decode_json(
        R"({"EventID":1,"Provider":"\ud83dP\udc00","Channel":"C"})");
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.events[0].field("Provider") == "\xEF\xBF\xBDP\xEF\xBF\xBD");
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("a selection") {
    Selection selection;
    selection.event_ids = {{2, 2}};
    Selector selector(selection);
    const Decoded decoded =
        decode_json(event(1) + "\n" + event(2) + "\n", {.selector = &selector});
    CHECK(ids_of(decoded) == "2 ");
    CHECK(decoded.counts.filtered == 1);
  }

  TEST_CASE("more values than an event may have") {
    std::string text = R"({"EventID":1,"Provider":"P","Channel":"C","Data":[0)";
    for (int i = 0; i < 20'000; ++i) {
      text += ",1";
    }
    const Decoded decoded = decode_json(text + "]}\n" + event(2));
    CHECK(ids_of(decoded) == "2 ");
    CHECK(decoded.issues.of(Issue::RecordUndecodable) == 1);
  }
}

}  // namespace
}  // namespace eventlens::json
