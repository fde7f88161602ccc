// Events whose layout was met before: they are read as if they were the first.
#include "evxml/layouts.h"

#include <doctest/doctest.h>

#include "opened_xml.h"

namespace eventlens::evxml {
namespace {

using namespace test;

/// All that is told of the event.
std::string told(const DecodedEvent& event) {
  std::string text = event.structure + std::to_string(event.event_id) + " " +
                     std::to_string(event.time) + " " + event.issues;
  for (const auto& [name, value] : event.fields) {
    text += "\n" + name + "=" + value;
  }
  return text;
}

/// Checks that `second` is read behind `first`, which teaches its layout or
/// not, as it is read alone.
void check_same(const std::string& first, const std::string& second) {
  const Decoded alone = decode_xml(second);
  const Decoded behind = decode_xml(first + "\n" + second);
  CAPTURE(second);
  REQUIRE(alone.events.size() == 1);
  REQUIRE(behind.events.size() == 2);
  CHECK(told(behind.events[1]) == told(alone.events[0]));
  CHECK(behind.issues.summary() == alone.issues.summary());
  CHECK(behind.events[1].file_offset == first.size() + 1);
  CHECK(behind.events[1].record_id == first.size() + 1 + second.size());
}

/// Whether an event like `second` is read without parsing where `first` was
/// met.
bool is_known(std::string first, std::string second) {
  EventBuilder builder;
  TreeReader reader;
  const auto with_slack = [](std::string& text) {
    const size_t size = text.size();
    text.append(kReadSlack, '\0');
    return std::string_view(text).substr(0, size);
  };
  const std::string_view record = with_slack(first);
  REQUIRE(reader.read(record, builder).ok());
  const auto event = builder.finish();
  REQUIRE(event.ok());
  Layouts layouts;
  layouts.learn(record, *event);
  Event found;
  const std::string_view other = with_slack(second);
  const size_t size = layouts.match(other, found);
  CHECK((size == 0 || (size == other.size() && found.shape == event->shape)));
  return size != 0;
}

const std::string kPlain =
    event_xml(1, "<Data Name='a'>x</Data><Data>y</Data>");

TEST_SUITE("evxml/layouts") {
  TEST_CASE("an event with other values is known") {
    CHECK(is_known(kPlain, kPlain));
    for (const char* const data :
         {"<Data Name='a'></Data><Data></Data>",
          "<Data Name='a'>&lt;a&gt; &#228;</Data><Data> \t</Data>",
          "<Data Name='a'>two\r\nlines</Data><Data>\xC3\xA4 > ' \"</Data>",
          "<Data Name='a'>EventLens</Data><Data>/Event</Data>"}) {
      CHECK(is_known(kPlain, event_xml(4711, data)));
      check_same(kPlain, event_xml(4711, data));
    }
  }

  TEST_CASE("an event with another structure is not known") {
    for (const char* const data :
         {"<Data Name='b'>x</Data><Data>y</Data>", "<Data Name='a'>x</Data>",
          "<Data Name='a'>x</Data><Data>y</Data><Data>z</Data>",
          "<Data Name='a'>x</Data><Data/>",
          "<Data Name='a'>x</Data>\n<Data>y</Data>",
          "<Data Name='a'>\n </Data><Data>y</Data>",
          "<Data Name='a'>x<!-- --></Data><Data>y</Data>",
          "<Data Name='a'><![CDATA[x]]></Data><Data>y</Data>",
          "<Data Name='a'>x<b/></Data><Data>y</Data>",
          "<Data Name=\"a\">x</Data><Data>y</Data>"}) {
      CAPTURE(data);
      CHECK_FALSE(is_known(kPlain, event_xml(1, data)));
      check_same(kPlain, event_xml(1, data));
    }
  }

  TEST_CASE("attributes that are values") {
    const std::string first = event_xml(1, "<x y='1'/><z a='b'>t</z>");
    CHECK(is_known(first, event_xml(2, "<x y=''/><z a='&apos;\"'>u</z>")));
    check_same(first, event_xml(2, "<x y=''/><z a='&apos;\"'>u</z>"));
    // Beside an attribute an empty text is none.
    CHECK_FALSE(is_known(first, event_xml(2, "<x y='1'/><z a='b'></z>")));
    check_same(first, event_xml(2, "<x y='1'/><z a='b'></z>"));
  }

  TEST_CASE("times that a FILETIME has not all of") {
    const auto at = [](const std::string& time) {
      std::string event = kPlain;
      const size_t begin = event.find("2025");
      return event.replace(begin, event.find('\'', begin) - begin, time);
    };
    for (const char* const time :
         {"2025-03-03T07:00:05Z", "2025-03-03T07:00:05.123456789Z", "yesterday",
          ""}) {
      check_same(kPlain, at(time));
      check_same(at(time), kPlain);
    }
  }

  TEST_CASE("prefixes, layout and our own additions") {
    const std::string prefixed =
        "<e:Event xmlns:e='u'>\n <e:System>\n  <e:EventID>7</e:EventID>\n "
        "</e:System>\n <e:UserData>\n  <r:Root "
        "xmlns:r='u2'><r:a>1</r:a></r:Root>\n "
        "</e:UserData>\n</e:Event>";
    CHECK(is_known(prefixed, prefixed));
    check_same(prefixed, prefixed);
    const std::string ours = event_xml(
        1, "<Data>x</Data>", "<EventLens><Title>t</Title></EventLens>");
    CHECK_FALSE(is_known(ours, ours));
    check_same(ours, ours);
  }

  TEST_CASE("an event without values, and one that is empty") {
    check_same("<Event><System/></Event>", "<Event><System/></Event>");
  }

  TEST_CASE("an event that is known behind one that is cut off") {
    const std::string cut = event_xml(2, "<Data Name='a'>cut");
    const Decoded decoded =
        decode_xml(kPlain + cut.substr(0, cut.find("cut") + 3) +
                   event_xml(3, "<Data Name='a'>x</Data><Data>y</Data>") +
                   event_xml(4, "<Data Name='a'>x</Data>") +
                   event_xml(5, "<Data Name='a'>x</Data><Data>y</Data>"));
    CHECK(numbers_of(decoded) == "1 2 3 4 5");
    CHECK(decoded.issues.summary() == "record_cut_off=1");
  }

  TEST_CASE("a known event with a NUL in it") {
    std::string nul = event_xml(2, "<Data Name='a'>x.z</Data><Data>y</Data>");
    nul[nul.find("x.z") + 1] = '\0';
    check_same(kPlain, nul);
  }

  TEST_CASE("a selection and the places of events") {
    const std::string text = kPlain + "\n\n" + kPlain + " " + kPlain;
    const Decoded decoded = decode_xml(text);
    REQUIRE(decoded.events.size() == 3);
    CHECK(decoded.counts.records == 3);
    CHECK(decoded.events[2].file_offset == text.size() - kPlain.size());
    CHECK(decoded.events[2].bookmark.record_id == text.size());
  }

  TEST_CASE("more layouts than are remembered") {
    std::string text;
    for (unsigned i = 0; i < 3'000; ++i) {
      const std::string name = "n" + std::to_string(i);
      text += event_xml(i, "<" + name + ">1</" + name + "><b>2</b>");
    }
    CHECK(decode_xml(text + text).events.size() == 6'000);
  }
}

}  // namespace
}  // namespace eventlens::evxml
