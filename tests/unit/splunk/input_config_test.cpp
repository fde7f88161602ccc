// The documents of splunkd as text: what is read, what is ignored, what is
// refused and in which words.
#include "splunk/input_config.h"

#include <doctest/doctest.h>

#include "base/limits.h"
#include "splunk_documents.h"

namespace eventlens {
namespace {

constexpr std::string_view kStanza =
    "    <stanza name=\"eventlens://case1\" app=\"search\">\n"
    "      <param name=\"disabled\">0</param>\n"
    "      <param name=\"path\">/data/a &amp; b/*.evtx</param>\n"
    "      <param name=\"host\">$decideOnStartup</param>\n"
    "    </stanza>\n";

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string error_of(std::string_view document) {
  const auto config = parse_input_config(document);
  REQUIRE_FALSE(config.ok());
  return config.error().message;
}

TEST_SUITE("splunk/input_config") {
  TEST_CASE("an input document with one stanza") {
    const auto config = parse_input_config(input_document(kStanza));
    REQUIRE(config.ok());
    CHECK(config->server_host == "idx1");
    CHECK(config->server_uri == "https://127.0.0.1:8089");
    CHECK(config->checkpoint_dir == "/opt/splunk/modinputs/eventlens");
    REQUIRE(config->stanzas.size() == 1);
    const StanzaParams& stanza = config->stanzas[0];
    CHECK(stanza.name == "eventlens://case1");
    REQUIRE(stanza.params.size() == 3);
    CHECK(stanza.params[1].name == "path");
    CHECK(stanza.params[1].values ==
          std::vector<std::string>{"/data/a & b/*.evtx"});
  }

  TEST_CASE("the session key is in nothing that is kept") {
    const auto config = parse_input_config(input_document(kStanza));
    REQUIRE(config.ok());
    CHECK_FALSE(contains(
        config->server_host + config->server_uri + config->checkpoint_dir,
        "123102983109283019283"));
  }

  TEST_CASE("UTF-16 in either byte order") {
    for (const ByteOrder order : {ByteOrder::Little, ByteOrder::Big}) {
      std::string text = input_document(kStanza);
      text.replace(text.find("UTF-8"), 5, "UTF-16");
      const auto config = parse_input_config(as_utf16(text, order));
      REQUIRE(config.ok());
      REQUIRE(config->stanzas.size() == 1);
      CHECK(config->stanzas[0].name == "eventlens://case1");
      CHECK(config->stanzas[0].params[1].values[0] == "/data/a & b/*.evtx");
    }
  }

  TEST_CASE("a UTF-8 byte order mark is no text") {
    const auto config =
        parse_input_config("\xEF\xBB\xBF" + input_document(kStanza));
    REQUIRE(config.ok());
    CHECK(config->stanzas.size() == 1);
  }

  TEST_CASE("a param_list keeps its values in order") {
    const auto config = parse_input_config(input_document(
        "<stanza name=\"eventlens://x\"><param_list name=\"path\">"
        "<value>/b</value><value>/a;1</value><other>no</other>"
        "</param_list><param_list name=\"none\"/></stanza>"));
    REQUIRE(config.ok());
    REQUIRE(config->stanzas[0].params.size() == 2);
    CHECK(config->stanzas[0].params[0].values ==
          std::vector<std::string>{"/b", "/a;1"});
    CHECK(config->stanzas[0].params[1].values.empty());
  }

  TEST_CASE("unknown elements and attributes are ignored") {
    const auto config = parse_input_config(
        "<input xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
        "v=\"2\">"
        "<news><checkpoint_dir>/wrong</checkpoint_dir></news>"
        "<checkpoint_dir kind=\"x\">/cp</checkpoint_dir>"
        "<configuration><comment>hello</comment>"
        "<stanza name=\"eventlens://x\" colour=\"red\">"
        "<param kind=\"new\" name=\"path\">/a</param><param>nameless</param>"
        "<extra name=\"path\">/wrong</extra></stanza></configuration></input>");
    REQUIRE(config.ok());
    CHECK(config->checkpoint_dir == "/cp");
    REQUIRE(config->stanzas.size() == 1);
    REQUIRE(config->stanzas[0].params.size() == 1);
    CHECK(config->stanzas[0].params[0].values[0] == "/a");
  }

  TEST_CASE("text divided by a comment or in CDATA is read whole") {
    const auto config = parse_input_config(input_document(
        "<stanza name=\"eventlens://x\"><param name=\"path\">/a<!-- no -->"
        "<![CDATA[&b]]></param></stanza>"));
    REQUIRE(config.ok());
    CHECK(config->stanzas[0].params[0].values[0] == "/a&b");
  }

  TEST_CASE("no stanza is no error") {
    const auto config = parse_input_config(input_document(""));
    REQUIRE(config.ok());
    CHECK(config->stanzas.empty());
    const auto bare = parse_input_config(
        "<input><checkpoint_dir>/cp</checkpoint_dir></input>");
    REQUIRE(bare.ok());
    CHECK(bare->stanzas.empty());
  }

  TEST_CASE("several stanzas are all read") {
    const auto config = parse_input_config(input_document(
        std::string(kStanza) + "<stanza name=\"eventlens://case2\"/>"));
    REQUIRE(config.ok());
    REQUIRE(config->stanzas.size() == 2);
    CHECK(config->stanzas[1].name == "eventlens://case2");
    CHECK(config->stanzas[1].params.empty());
  }

  TEST_CASE("a missing checkpoint_dir has its own error") {
    const auto config = parse_input_config("<input><configuration/></input>");
    REQUIRE_FALSE(config.ok());
    CHECK(config.error().code == ErrorCode::NotFound);
    CHECK(contains(config.error().message, "checkpoint_dir"));
  }

  TEST_CASE("XML that is cut off is named with its line") {
    std::string text = input_document(kStanza);
    text.resize(text.find("</stanza>"));
    const auto config = parse_input_config(text);
    REQUIRE_FALSE(config.ok());
    CHECK(config.error().code == ErrorCode::Malformed);
    CHECK(contains(config.error().message, "not well-formed XML"));
    CHECK(contains(config.error().message, "in line 12"));
  }

  TEST_CASE("a wrong end tag is named with its line and byte") {
    const std::string message = error_of("<input>\n<a>\n</b></input>");
    CHECK(contains(message, "in line 3"));
    CHECK(contains(message, "at byte 14"));
    CHECK(contains(message, "end tag"));
  }

  TEST_CASE("the line is right in UTF-16 too") {
    for (const ByteOrder order : {ByteOrder::Little, ByteOrder::Big}) {
      CHECK(contains(error_of(as_utf16("<input>\n<a>\n</b></input>", order)),
                     "in line 3"));
    }
  }

  TEST_CASE("another document is refused by name") {
    CHECK(contains(error_of("<items/>"), "a <items> document"));
    CHECK(contains(error_of("<items/>"), "expected is the <input> document"));
  }

  TEST_CASE("nothing on standard input") {
    CHECK(contains(error_of(""), "standard input holds no XML element"));
    CHECK(contains(error_of(" \n"), "standard input holds no XML element"));
    CHECK(contains(error_of("hello"), "standard input"));
  }

  TEST_CASE("more than the limit is refused unread") {
    const std::string text(kMaxConfigurationBytes + 1, ' ');
    const auto config = parse_input_config(text);
    REQUIRE_FALSE(config.ok());
    CHECK(config.error().code == ErrorCode::LimitExceeded);
  }

  TEST_CASE("a stanza without a name is refused") {
    CHECK(contains(error_of(input_document("<stanza/>")),
                   "<stanza> without a name"));
  }

  TEST_CASE("entities of the document's own are neither expanded nor fetched") {
    const auto config = parse_input_config(
        "<!DOCTYPE input [<!ENTITY x SYSTEM \"file:///etc/passwd\">"
        "<!ENTITY y \"yyyy\">]>" +
        input_document("<stanza name=\"eventlens://x\">"
                       "<param name=\"path\">&x;&y;</param></stanza>")
            .substr(39));
    REQUIRE(config.ok());
    CHECK(config->stanzas[0].params[0].values[0] == "&x;&y;");
  }

  TEST_CASE("the validation document's one item") {
    const auto item = parse_validation_item(items_document(
        "<item name=\"case1\"><param name=\"path\">/data</param></item>"));
    REQUIRE(item.ok());
    CHECK(item->name == "case1");
    REQUIRE(item->params.size() == 1);
    CHECK(item->params[0].values[0] == "/data");
  }

  TEST_CASE("no item or two are refused with their number") {
    const auto none = parse_validation_item(items_document(""));
    REQUIRE_FALSE(none.ok());
    CHECK(contains(none.error().message, "holds 0 items"));
    const auto two = parse_validation_item(
        items_document("<item name=\"a\"/><item name=\"b\"/>"));
    REQUIRE_FALSE(two.ok());
    CHECK(contains(two.error().message, "holds 2 items"));
  }

  TEST_CASE("the stream document is no validation document") {
    const auto item = parse_validation_item(input_document(kStanza));
    REQUIRE_FALSE(item.ok());
    CHECK(contains(item.error().message, "expected is the <items> document"));
  }
}

}  // namespace
}  // namespace eventlens
