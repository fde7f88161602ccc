// The scheme as splunkd's parser would read it.
#include "splunk/scheme.h"

#include <doctest/doctest.h>

#include <pugixml.hpp>
#include <string>

#include "splunk/settings.h"

namespace eventlens {
namespace {

std::string child_text(const pugi::xml_node& node, const char* name) {
  return node.child(name).child_value();
}

TEST_SUITE("splunk/scheme") {
  TEST_CASE("the scheme is one well-formed document and nothing else") {
    const std::string text = write_scheme();
    CHECK(text.starts_with("<scheme>\n"));
    CHECK(text.ends_with("</scheme>\n"));
    pugi::xml_document document;
    CHECK(document.load_buffer(text.data(), text.size()));
  }

  TEST_CASE("how splunkd shall run the program") {
    pugi::xml_document document;
    const std::string text = write_scheme();
    REQUIRE(document.load_buffer(text.data(), text.size()));
    const auto scheme = document.child("scheme");
    CHECK(child_text(scheme, "title") == "EventLens: Windows event logs");
    CHECK_FALSE(child_text(scheme, "description").empty());
    CHECK(child_text(scheme, "use_external_validation") == "true");
    CHECK(child_text(scheme, "use_single_instance") == "false");
    CHECK(child_text(scheme, "streaming_mode") == "xml");
  }

  TEST_CASE("every setting with every element written") {
    pugi::xml_document document;
    const std::string text = write_scheme();
    REQUIRE(document.load_buffer(text.data(), text.size()));
    auto arg =
        document.child("scheme").child("endpoint").child("args").child("arg");
    for (const Setting& setting : settings()) {
      CAPTURE(setting.name);
      CHECK(arg.attribute("name").value() == setting.name);
      CHECK(child_text(arg, "title") == setting.title);
      const std::string description = child_text(arg, "description");
      CHECK(description.starts_with(setting.description));
      CHECK(description.find("Accepted: " + std::string(setting.accepted)) !=
            std::string::npos);
      const std::string default_value(
          setting.default_value.empty() ? "none" : setting.default_value);
      CHECK(description.ends_with(setting.required
                                      ? std::string(setting.accepted) + "."
                                      : "Default: " + default_value + "."));
      CHECK_FALSE(child_text(arg, "data_type").empty());
      CHECK(child_text(arg, "required_on_edit") == "false");
      CHECK(child_text(arg, "required_on_create") ==
            (setting.required ? "true" : "false"));
      arg = arg.next_sibling();
    }
    CHECK(arg.empty());
  }

  TEST_CASE("only path is required, and the types are splunkd's") {
    pugi::xml_document document;
    const std::string text = write_scheme();
    REQUIRE(document.load_buffer(text.data(), text.size()));
    const auto arg_named = [&](const char* name) {
      return document.child("scheme")
          .child("endpoint")
          .child("args")
          .find_child_by_attribute("arg", "name", name);
    };
    CHECK(child_text(arg_named("path"), "required_on_create") == "true");
    CHECK(child_text(arg_named("path"), "data_type") == "string");
    CHECK(child_text(arg_named("follow"), "data_type") == "boolean");
    CHECK(child_text(arg_named("batch_events"), "data_type") == "number");
    CHECK(child_text(arg_named("render"), "required_on_create") == "false");
  }
}

}  // namespace
}  // namespace eventlens
