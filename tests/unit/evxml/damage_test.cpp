// Event XML that is not whole: what is there is read, what is not is told with
// its place.
#include <doctest/doctest.h>

#include "opened_xml.h"

namespace eventlens::evxml {
namespace {

using namespace test;

const std::string kFirst = event_xml(1, "<Data Name='a'>alice</Data>");
const std::string kSecond = event_xml(2, "<Data Name='a'>bob</Data>");

TEST_SUITE("evxml/damage") {
  TEST_CASE("the file ends in an event") {
    const std::string cut = kSecond.substr(0, kSecond.find("b</Data>"));
    const Decoded decoded = decode_xml(kFirst + "\n" + cut);
    CHECK(numbers_of(decoded) == "1 2");
    CHECK(decoded.counts.failed == 0);
    CHECK(decoded.events[0].issues == "");
    CHECK(decoded.events[1].issues == "record_cut_off");
    CHECK(decoded.events[1].field("a") == "bo");
    CHECK(decoded.places().starts_with(
        "record_cut_off 0 at " + std::to_string(kFirst.size() + 1) + ": "));
  }

  TEST_CASE("a tag that is cut leaves no element") {
    for (const std::string_view end : {"<Dat", "<Data", "<Data ", "<Data Na",
                                       "<Data Name='", "<Data Name='b"}) {
      CAPTURE(end);
      const std::string text =
          kFirst.substr(0, kFirst.find("</EventData>")) + std::string(end);
      const Decoded decoded = decode_xml(text);
      REQUIRE(decoded.events.size() == 1);
      CHECK(decoded.events[0].field("a") == "alice");
      CHECK(decoded.events[0].structure.find("alice") == std::string::npos);
      CHECK(decoded.events[0].fields.size() == 5);
      CHECK(decoded.events[0].issues == "record_cut_off");
    }
  }

  TEST_CASE("every cut gives the events in front of it, and no more") {
    for (size_t size = 0; size < kSecond.size(); ++size) {
      CAPTURE(size);
      const Decoded decoded = decode_xml(kFirst + kSecond.substr(0, size));
      const size_t id = kSecond.find("7</EventID>") + 1;
      CHECK(decoded.events.size() == (size >= id ? 2 : 1));
      CHECK(decoded.counts.failed == (size > 0 && size < id ? 1 : 0));
    }
  }

  TEST_CASE("RenderingInfo is cut, and the event closed or not") {
    const std::string rendering =
        "<RenderingInfo Culture='en-US'><Message>A user was lo";
    const std::string head = kFirst.substr(0, kFirst.find("</Event>"));
    for (const std::string& text :
         {head + rendering + "</Event>", head + rendering,
          head + "<RenderingInfo Cul</Event>", head + "<RenderingInfo",
          head + "</Ev"}) {
      CAPTURE(text);
      const Decoded decoded = decode_xml(text + kSecond);
      CHECK(numbers_of(decoded) == "1 2");
      REQUIRE(decoded.events.size() == 2);
      CHECK(decoded.events[0].field("a") == "alice");
      CHECK(decoded.events[0].issues == "record_cut_off");
      CHECK(decoded.events[1].issues == "");
    }
  }

  TEST_CASE("a cut event in front of another document") {
    const std::string cut = kFirst.substr(0, kFirst.find("ce</Data>"));
    const Decoded decoded = decode_xml(cut + "<?xml version='1.0'?><Events>" +
                                       kSecond + "</Events>");
    CHECK(numbers_of(decoded) == "1 2");
    CHECK(decoded.events[0].field("a") == "ali");
  }

  TEST_CASE("markup that is broken inside an event") {
    const Decoded decoded = decode_xml(
        event_xml(1, "<Data Name='a'>1</Data><Data Name='b'>2 < 3</Data>") +
        kSecond);
    CHECK(numbers_of(decoded) == "1 2");
    REQUIRE(decoded.events.size() == 2);
    CHECK(decoded.events[0].field("a") == "1");
    CHECK(decoded.events[0].issues == "record_damaged");
  }

  TEST_CASE("broken in front of EventID it is no event") {
    const Decoded decoded =
        decode_xml("<Event><System><1></System></Event>" + kSecond);
    CHECK(numbers_of(decoded) == "2");
    CHECK(decoded.counts.failed == 1);
    CHECK(decoded.issues.summary() == "record_undecodable=1");
  }

  TEST_CASE("an event without content") {
    const Decoded decoded = decode_xml("<Event/><Event></Event>" + kSecond);
    CHECK(numbers_of(decoded) == "2");
    CHECK(decoded.counts.failed == 2);
    CHECK(decoded.issues.summary() == "record_undecodable=2");
  }

  TEST_CASE("what lies between events is passed over and told") {
    const Decoded decoded =
        decode_xml(kFirst + "\nnonsense\n" + kSecond + "</EventData></Event>" +
                   event_xml(3, ""));
    CHECK(numbers_of(decoded) == "1 2 3");
    CHECK(decoded.counts.failed == 2);
    CHECK(decoded.issues.summary() == "record_damaged=2");
    CHECK(decoded.places().starts_with("record_damaged 0 at " +
                                       std::to_string(kFirst.size()) +
                                       ": 10 bytes are no whole event"));
  }

  TEST_CASE("a comment or CDATA without an end hides no event behind it") {
    for (const std::string_view open : {"<!--", "<![CDATA[", "<!DOCTYPE x ["}) {
      CAPTURE(open);
      const std::string cut =
          kFirst.substr(0, kFirst.find("alice")) + std::string(open);
      CHECK(numbers_of(decode_xml(cut + kSecond)) == "1 2");
    }
  }
}

TEST_SUITE("evxml/hostile") {
  TEST_CASE("begins without ends take no time") {
    // Seconds, or hours where each begin is looked up anew.
    for (const std::string piece :
         {"<!--<Event>", "<Event><!--", "<![CDATA[<Event>", "<!DOCTYPE<Event>",
          "<!DOCTYPE[<Event>", "<Event a='", "<a:Event ", "</Event"}) {
      CAPTURE(piece);
      std::string text = kFirst;
      while (text.size() < size_t{1} << 20) {
        text += piece;
      }
      CHECK(numbers_of(decode_xml(text)) == "1");
      CHECK(!recognises(text.substr(kFirst.size())));
    }
  }

  TEST_CASE("an element of very many attributes") {
    std::string data = "<Data";
    for (int i = 0; i < 20000; ++i) {
      data += " a=''";
    }
    const Decoded decoded = decode_xml(event_xml(1, data + "/>") + kSecond);
    CHECK(numbers_of(decoded) == "1 2");
    CHECK(decoded.events[0].issues == "nesting_too_deep");
  }
}

TEST_SUITE("evxml/splitter") {
  TEST_CASE("a live file: the last event waits until it is whole") {
    OpenedXml live(kFirst + kSecond.substr(0, kSecond.size() - 3),
                   Liveness::Live);
    const Decoded decoded = live.rest();
    CHECK(numbers_of(decoded) == "1");
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("going on behind each event") {
    const std::string text =
        "<Events>\n" + kFirst + "\n" + kSecond + event_xml(3, "") + "</Events>";
    const Decoded whole = decode_xml(text);
    REQUIRE(whole.events.size() == 3);
    const char* const rest[] = {"2 3", "3", ""};
    for (size_t i = 0; i < 3; ++i) {
      OpenedXml opened(text);
      const auto continuity =
          opened.source().start_after(whole.events[i].bookmark);
      REQUIRE(continuity.ok());
      CHECK(*continuity == Continuity::Continues);
      const Decoded decoded = opened.rest();
      CHECK(numbers_of(decoded) == rest[i]);
      CHECK(decoded.issues.summary() == "none");
    }
  }

  TEST_CASE("a prefix of the text ends with a whole event, or not at all") {
    const auto splitter = make_splitter();
    const std::string text = kFirst + "\n" + kSecond;
    for (size_t size = 0; size <= text.size(); ++size) {
      CAPTURE(size);
      const size_t expected = size == text.size()     ? size
                              : size >= kFirst.size() ? kFirst.size()
                                                      : 0;
      CHECK(splitter->whole_records(text.substr(0, size), false) == expected);
    }
  }

  TEST_CASE("files larger than a piece") {
    std::string text = "<Events>";
    std::string numbers;
    for (unsigned record = 1; record <= 3000; ++record) {
      text += event_xml(record, "<Data Name='a'>" +
                                    std::string(record % 700, 'x') + "</Data>");
      numbers += (record == 1 ? "" : " ") + std::to_string(record);
    }
    const Decoded decoded = decode_xml(text + "</Events>");
    CHECK(numbers_of(decoded) == numbers);
    CHECK(decoded.issues.summary() == "none");
  }
}

}  // namespace
}  // namespace eventlens::evxml
