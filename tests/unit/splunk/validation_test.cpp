// What splunkd gets as the answer to --validate-arguments.
#include "splunk/validation.h"

#include <doctest/doctest.h>

#include <pugixml.hpp>

#include "splunk_documents.h"

namespace eventlens {
namespace {

Validation validate(const std::string& params) {
  return validate_arguments(
      items_document("<item name=\"case1\">" + params + "</item>"));
}

TEST_SUITE("splunk/validation") {
  TEST_CASE("an acceptable stanza gets no reply") {
    const auto validation =
        validate("<param name=\"path\">/</param><param name=\"odd\">1</param>");
    CHECK(validation.accepted);
    CHECK(validation.reply.empty());
    CHECK(validation.warnings.size() == 1);
  }

  TEST_CASE("a bad setting is refused with its message") {
    const auto validation = validate(
        "<param name=\"path\">/</param><param name=\"render\">html</param>");
    CHECK_FALSE(validation.accepted);
    CHECK(validation.reply ==
          "<error><message>setting render = html is not accepted; accepted: "
          "xml or json</message></error>\n");
  }

  TEST_CASE("a path that does not exist is refused here") {
    const auto validation =
        validate("<param name=\"path\">/no/such/file.evtx</param>");
    CHECK_FALSE(validation.accepted);
    CHECK(validation.reply.find("/no/such/file.evtx: No such file") !=
          std::string::npos);
  }

  TEST_CASE("a document that is not XML is refused in XML") {
    const auto validation = validate_arguments("<items><item");
    CHECK_FALSE(validation.accepted);
    pugi::xml_document reply;
    REQUIRE(
        reply.load_buffer(validation.reply.data(), validation.reply.size()));
    CHECK(std::string(reply.child("error").child("message").child_value())
              .starts_with("standard input is not well-formed XML in line 1"));
  }

  TEST_CASE("the message is escaped") {
    CHECK(write_validation_error("a <b> & \"c\"") ==
          "<error><message>a &lt;b&gt; &amp; \"c\"</message></error>\n");
  }

  TEST_CASE("characters that XML forbids do not spoil the reply") {
    const std::string text = write_validation_error(
        "a\x01\xFF"
        "b");
    pugi::xml_document reply;
    REQUIRE(reply.load_buffer(text.data(), text.size()));
    CHECK(std::string(reply.child("error").child("message").child_value()) ==
          "a\uFFFD\u00ff"
          "b");
  }
}

}  // namespace
}  // namespace eventlens
