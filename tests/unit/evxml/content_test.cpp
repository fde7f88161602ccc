// What is in an event: texts, references, blanks, names and declarations.
#include <doctest/doctest.h>

#include "base/limits.h"
#include "opened_xml.h"

namespace eventlens::evxml {
namespace {

using namespace test;

/// The value of <Data Name='x'> with that content.
std::string value_of(const std::string& content) {
  const Decoded decoded =
      decode_xml(event_xml(1, "<Data Name='x'>" + content + "</Data>"));
  CHECK(decoded.issues.summary() == "none");
  REQUIRE(decoded.events.size() == 1);
  return decoded.events[0].field("x");
}

/// Between <EventData> and its end.
std::string data_structure_of(const std::string& data) {
  const Decoded decoded = decode_xml(event_xml(1, data));
  REQUIRE(decoded.events.size() == 1);
  std::string structure = decoded.events[0].structure;
  const size_t begin = structure.find("<EventData>") + 11;
  return structure.substr(begin, structure.find("</EventData>") - begin);
}

std::string self_closing(const std::string& data) {
  class Sink final : public EventSink {
   public:
    bool on_event(const Event& event) override {
      for (const Item& item : event.shape->items()) {
        if (item.kind == ItemKind::ElementEnd) {
          flags += item.flag == ItemFlag::SelfClosing ? '/' : '.';
        }
      }
      return true;
    }
    std::string flags;
  };
  const std::string text =
      "<Event><System/><EventData>" + data + "</EventData></Event>";
  Unit unit;
  unit.reserve(text.size());
  unit.size = text.size();
  std::memcpy(unit.bytes.get(), text.data(), text.size());
  Sink sink;
  Issues issues;
  EventXmlDecoder decoder;
  decoder.decode(unit, sink, issues);
  // Without those of System, EventData and Event.
  CHECK(sink.flags.size() >= 3);
  return sink.flags.substr(1, sink.flags.size() - 3);
}

TEST_SUITE("evxml/content") {
  TEST_CASE("references") {
    CHECK(value_of("&lt;a&gt; &amp;amp; &quot;b&quot; &apos;c&apos;") ==
          "<a> &amp; \"b\" 'c'");
    CHECK(value_of("&#65;&#x42;&#X63; &#228;&#x20AC;&#x1F600;") ==
          "ABc \xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80");
    CHECK(value_of("&#xD83D;&#xDE00;") == "\xF0\x9F\x98\x80");
    CHECK(value_of("a&#13;&#10;b&#9;c") == "a\r\nb\tc");
  }

  TEST_CASE("references to what XML forbids") {
    CHECK(value_of("a&#1;b&#x1F;c") ==
          "a\x01"
          "b\x1F"
          "c");
    CHECK(value_of("a&#0;b&#xD800;c&#x110000;d&#99999999999;e") ==
          "a\xEF\xBF\xBD"
          "b\xEF\xBF\xBD"
          "c\xEF\xBF\xBD"
          "d\xEF\xBF\xBD"
          "e");
  }

  TEST_CASE("what is no reference stays") {
    CHECK(value_of("a & b &x; &nbsp; &#; &#x; &#12 &#1g; &amp &") ==
          "a & b &x; &nbsp; &#; &#x; &#12 &#1g; &amp &");
  }

  TEST_CASE("control characters do not end a text") {
    CHECK(value_of(std::string("a\x01\x1F b\0c", 7)) ==
          "a\x01\x1F b\xEF\xBF\xBD"
          "c");
  }

  TEST_CASE("blanks in values stay, layout goes") {
    CHECK(value_of("  a\r\n\tb  ") == "  a\r\n\tb  ");
    CHECK(value_of("   ") == "   ");
    CHECK(value_of("\n    ") == "");
    CHECK(value_of("&#10;") == "\n");
  }

  TEST_CASE("a text in pieces is one value") {
    CHECK(value_of("a&lt;<!-- x -->b<![CDATA[&lt;]]>c&gt;<?x y?>d") ==
          "a<b&lt;c>d");
    CHECK(data_structure_of("<Data>a<![CDATA[b]]>c</Data>") ==
          "<Data>{4}</Data>");
  }

  TEST_CASE("texts between elements keep their order") {
    CHECK(data_structure_of("<Data>a<b>c</b> d <e/>f</Data>") ==
          "<Data>{4}<b>{5}</b>{6}<e></e>{7}</Data>");
  }

  TEST_CASE("elements without content are written as they were") {
    CHECK(self_closing("<a/><b></b><c />") == "/./");
    CHECK(self_closing("<a x='/'/><b x='/'></b><c x='1' y=\"'\" />") == "/./");
    CHECK(self_closing("<a><![CDATA[]]></a><b>\n</b><c><!-- --></c>") == "...");
  }

  TEST_CASE("empty values have the shape of others") {
    CHECK(data_structure_of("<Data Name='x'></Data>") ==
          data_structure_of("<Data Name='x'>y</Data>"));
    // Attributes say all there is.
    CHECK(data_structure_of("<Error Code='5'></Error>") ==
          "<Error Code='{4?}'></Error>");
  }

  TEST_CASE("names that are part of the structure") {
    CHECK(data_structure_of("<Data Name='a&lt;'>1</Data><ComplexData Name='b'>2"
                            "</ComplexData><Other Name='c'>3</Other>") ==
          "<Data Name='a<'>{4}</Data><ComplexData Name='b'>{5}</ComplexData>"
          "<Other Name='{6?}'>{7}</Other>");
  }

  TEST_CASE("declarations of namespaces") {
    CHECK(data_structure_of("<a xmlns='urn:a' xmlns:auto-ns3='urn:b'>1</a>") ==
          "<a xmlns='urn:a' xmlns:auto-ns3='urn:b'>{4}</a>");
    // What would not be well-formed any more, or says nothing.
    CHECK(data_structure_of("<a xmlns='' xmlns:b='' xmlns:xml='urn:b' "
                            "xmlns:c='http://www.w3.org/2000/xmlns/'>1</a>") ==
          "<a>{4}</a>");
    CHECK(data_structure_of("<x:a xmlns:x='urn:x' x:b='2'>1</x:a>") ==
          "<a xmlns:x='urn:x' b='{4?}'>{5}</a>");
  }

  TEST_CASE("the root has the namespace of events and nothing of its own") {
    const Decoded decoded =
        decode_xml("<Event xmlns='urn:other' xmlns:x='urn:x' x:lang='de'>" +
                   system_of(1) + "</Event>");
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.events[0].structure.starts_with(
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event' "
        "lang='{0?}'><System>"));
  }

  TEST_CASE("times have seven digits where nothing is lost") {
    const auto time_of_text = [](const std::string& text) {
      const Decoded decoded =
          decode_xml("<Event><System><TimeCreated SystemTime='" + text +
                     "'/><EventID>1</EventID></System></Event>");
      REQUIRE(decoded.events.size() == 1);
      return decoded.events[0].field("TimeCreated");
    };
    CHECK(time_of_text("2025-03-03T07:00:05.760644000Z") ==
          "2025-03-03T07:00:05.7606440Z");
    CHECK(time_of_text("2025-03-03T07:00:05Z") ==
          "2025-03-03T07:00:05.0000000Z");
    CHECK(time_of_text("2025-03-03T07:00:05.760644012Z") ==
          "2025-03-03T07:00:05.760644012Z");
    CHECK(time_of_text("2025-03-03T07:00:05") == "2025-03-03T07:00:05");
    CHECK(time_of_text("yesterday") == "yesterday");
  }

  TEST_CASE("an Event inside an event is a part of it") {
    const Decoded decoded = decode_xml(
        "<Event>" + system_of(1) +
        "<UserData><Event xmlns='urn:a'><Event/>x</Event></UserData></Event>" +
        event_xml(2, ""));
    CHECK(decoded.issues.summary() == "none");
    CHECK(numbers_of(decoded) == "1 2");
  }

  TEST_CASE("elements nested beyond the limits are left out") {
    std::string deep = "x";
    for (size_t i = 0; i < 2 * kMaxOpenElements; ++i) {
      deep = "<a>" + deep + "</a>";
    }
    const Decoded decoded = decode_xml(event_xml(1, deep));
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.events[0].issues == "nesting_too_deep");
    CHECK(decoded.events[0].field("EventRecordID") == "1");
  }

  TEST_CASE("an event of too many elements") {
    std::string many;
    for (size_t i = 0; i <= kMaxItemsPerShape; ++i) {
      many += "<a/>";
    }
    const Decoded decoded = decode_xml(event_xml(1, many) + event_xml(2, ""));
    CHECK(numbers_of(decoded) == "2");
    CHECK(decoded.counts.failed == 1);
    CHECK(decoded.issues.summary() == "nesting_too_deep=1");
  }
}

}  // namespace
}  // namespace eventlens::evxml
