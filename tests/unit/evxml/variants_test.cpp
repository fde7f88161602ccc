// The forms in which tools write event XML: what each makes of the same event
// is the same event here.
#include <doctest/doctest.h>

#include "opened_xml.h"

namespace eventlens::evxml {
namespace {

using namespace test;

/// The text as UTF-16LE with its mark; ASCII only.
std::string utf16_of(const std::string& text) {
  std::string wide = "\xFF\xFE";
  for (const char c : text) {
    wide += c;
    wide += '\0';
  }
  return wide;
}

/// With CRLF between all elements, indented.
std::string laid_out(std::string xml, const std::string& line_break) {
  for (size_t at = xml.find("><"); at != xml.npos; at = xml.find("><", at)) {
    xml.insert(at + 1, line_break + "  ");
  }
  return xml;
}

std::string replaced(std::string text, const std::string& what,
                     const std::string& with) {
  for (size_t at = text.find(what); at != text.npos;
       at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

const std::string kPlain =
    event_xml(1, "<Data Name='User'>alice</Data><Data Name='None'></Data>");

/// The fields of the one event that `text` holds.
auto fields_in(const std::string& text) {
  const Decoded decoded = decode_xml(text);
  CHECK(decoded.issues.summary() == "none");
  CHECK(decoded.counts.failed == 0);
  REQUIRE(decoded.events.size() == 1);
  return decoded.events[0].fields;
}

TEST_SUITE("evxml/variants") {
  TEST_CASE("one line, as Windows gives it") {
    const Decoded decoded = decode_xml(kPlain + "\n");
    REQUIRE(decoded.events.size() == 1);
    const DecodedEvent& event = decoded.events[0];
    CHECK(event.event_id == 7);
    CHECK(event.field("Provider") == "Made-Up");
    CHECK(event.field("TimeCreated") == "2025-03-03T07:00:05.7606440Z");
    CHECK(event.field("User") == "alice");
    CHECK(event.field("None") == "");
    CHECK(
        event.structure ==
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>"
        "<System><Provider Name='{0?}'></Provider><EventID>{1}</EventID>"
        "<TimeCreated SystemTime='{2?}'></TimeCreated>"
        "<EventRecordID>{3}</EventRecordID></System>"
        "<EventData><Data Name='User'>{4}</Data><Data Name='None'>{5}</Data>"
        "</EventData></Event>");
  }

  TEST_CASE("Event Viewer: declaration, a root, texts for people") {
    const std::string rendering =
        "<RenderingInfo Culture='en-US'><Message>A user.&#13;&#10;Gone."
        "</Message><Level>Information</Level><Keywords><Keyword>Audit Success"
        "</Keyword></Keywords></RenderingInfo>";
    const Decoded decoded = decode_xml(
        "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\" "
        "standalone=\"yes\"?>\r\n<Events>" +
        event_xml(1, "<Data>x</Data>", rendering) +
        event_xml(2, "<Data>y</Data>", rendering) + "</Events>\r\n");
    CHECK(decoded.issues.summary() == "none");
    CHECK(numbers_of(decoded) == "1 2");
    CHECK(decoded.events[0].field("Message") == "A user.\r\nGone.");
    CHECK(decoded.events[1].field("Keywords.Keyword") == "Audit Success");
    CHECK(decoded.events[1].field("RenderingInfo.Level") == "Information");
  }

  TEST_CASE("wevtutil: events alone, or in a root of any name") {
    CHECK(numbers_of(decode_xml(kPlain + event_xml(2, "") + "\r\n" +
                                event_xml(3, ""))) == "1 2 3");
    const Decoded decoded =
        decode_xml("<Root>" + kPlain + event_xml(2, "") + "</Root>");
    CHECK(numbers_of(decoded) == "1 2");
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("PowerShell: UTF-16 with a mark and CRLF") {
    const auto expected = fields_in(kPlain);
    CHECK(fields_in(utf16_of(kPlain + "\r\n")) == expected);
    CHECK(fields_in(utf16_of(laid_out(kPlain, "\r\n"))) == expected);
  }

  TEST_CASE("layout and the other quotes change nothing") {
    const auto expected = fields_in(kPlain);
    CHECK(fields_in(laid_out(kPlain, "\n")) == expected);
    CHECK(fields_in(replaced(kPlain, "'", "\"")) == expected);
    CHECK(fields_in(replaced(replaced(kPlain, "'/>", "' />"), "='", " = '")) ==
          expected);
    CHECK(fields_in(replaced(kPlain, "</Event>", "</Event\n>")) == expected);
  }

  TEST_CASE("readers of EVTX: a line and a declaration per record") {
    std::string text = "evtxexport 20181227\n\n";
    for (unsigned record = 1; record <= 3; ++record) {
      text += "Record " + std::to_string(record) +
              "\n<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" +
              laid_out(event_xml(record, "<Data Name='a'>b</Data>"), "\n") +
              "\n\n";
    }
    const Decoded decoded = decode_xml(text);
    CHECK(numbers_of(decoded) == "1 2 3");
    CHECK(decoded.issues.summary() == "none");
    CHECK(recognises(text));
  }

  TEST_CASE("prefixes go") {
    std::string text = replaced(kPlain, "</", "</ev:");
    text = replaced(text, "<", "<ev:");
    text = replaced(text, "<ev:/ev:", "</ev:");
    text = replaced(text, "xmlns=", "xmlns:ev=");
    text = replaced(text, "Name=", "ev:Name=");
    CHECK(fields_in(text) == fields_in(kPlain));
    CHECK(decode_xml(text).events[0].structure ==
          decode_xml(kPlain).events[0].structure);
    CHECK(recognises(text));
  }

  TEST_CASE("our own: what was added is left out") {
    const std::string own =
        event_xml(1, "<Data Name='User'>alice</Data><Data Name='None'></Data>",
                  "<EventLens><Data Name='lens_title'>T</Data></EventLens>");
    CHECK(fields_in(own) == fields_in(kPlain));
  }

  TEST_CASE("comments, document types and CDATA") {
    const std::string text =
        "<!DOCTYPE Events [<!ENTITY x '</Event><Event>'>]><!-- <Event> -->" +
        event_xml(1,
                  "<!-- </Event> --><Data Name='User'>al<!-- b -->ice</Data>"
                  "<Data Name='None'><![CDATA[</Event>&amp;]]></Data>");
    const Decoded decoded = decode_xml(text);
    CHECK(decoded.issues.summary() == "none");
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.events[0].field("User") == "alice");
    CHECK(decoded.events[0].field("None") == "</Event>&amp;");
    CHECK(recognises(text));
  }

  TEST_CASE("what is not event XML is not taken for it") {
    CHECK(recognises(kPlain));
    CHECK(recognises("<Events>\n" + kPlain));
    CHECK(!recognises(""));
    CHECK(recognises("<?xml version=\"1.0\"?><Events></Events>"));
    CHECK(!recognises("<Events>text</Events>"));
    CHECK(!recognises("<Event"));
    CHECK(!recognises("<Event>"));
    CHECK(!recognises("<Event><Systems>"));
    CHECK(!recognises("<Events><EventData><System>"));
    CHECK(!recognises("{\"xml\": \"" + kPlain + "\"}"));
    CHECK(!recognises("# Example\n\n```xml\n" + kPlain));
    CHECK(!recognises("<html><body><p>text</p></body></html>"));
    CHECK(!recognises("<System/>" + kPlain));
  }
}

}  // namespace
}  // namespace eventlens::evxml
