// What comes of a record: templates, values, fragments in values.
#include "evtx/record_decoder.h"

#include <doctest/doctest.h>

#include <string>

#include "base/limits.h"
#include "support/binxml_writer.h"
#include "support/decode_helper.h"
#include "support/sample_events.h"

namespace eventlens::evtx {
namespace {

using namespace test;

Decoded decode(const EvtxEvent& event) {
  EvtxBuilder builder;
  builder.add_event(event);
  return decode_chunk(builder.finish());
}

EvtxTemplateInstance instance_of(EvtxElement root,
                                 std::vector<EvtxValue> values) {
  EvtxTemplateInstance instance;
  instance.definition = make_template("test " + root.name, std::move(root));
  instance.values = std::move(values);
  return instance;
}

/// A record that is one template instance, and nothing of Windows' shape.
Decoded decode(const EvtxTemplateInstance& instance) {
  EvtxBuilder builder;
  builder.add_record({{instance}}, sample_time());
  return decode_chunk(builder.finish());
}

/// <a>{0}<b>{1}</b></a>
EvtxElement element_a() {
  EvtxElement root = text_element("a", "");
  EvtxElement child = text_element("b", "");
  child.children = {normal_substitution(1, 1)};
  root.children = {normal_substitution(0, 1), child};
  return root;
}

/// The event with `data` as its only field, x.
EvtxEvent event_with(EvtxValue data) {
  EvtxEvent event = event_4771();
  event.data = {{"x", std::move(data)}, {"last", string_value("end")}};
  return event;
}

TEST_SUITE("evtx/record_decoder") {
  TEST_CASE("both numberings of Windows' outer template and both dialects") {
    for (const EvtxForm form : {EvtxForm::Values18, EvtxForm::Values20}) {
      for (const EvtxDialect dialect :
           {EvtxDialect::Windows7, EvtxDialect::Windows10}) {
        EvtxEvent event = event_4771();
        event.form = form;
        event.dialect = dialect;
        const Decoded decoded = decode(event);
        REQUIRE(decoded.events.size() == 1);
        const DecodedEvent& first = decoded.events[0];
        CHECK(first.event_id == 4771);
        CHECK(first.field("Provider") == "Microsoft-Windows-Security-Auditing");
        CHECK(first.field("ProviderGuid") ==
              "{54849625-5478-4994-A5BA-3E3B0328C30D}");
        CHECK(first.field("Channel") == "Security");
        CHECK(first.field("Computer") == "dc01.corp.example");
        CHECK(first.field("Qualifiers") == "(absent)");
        CHECK(first.field("ActivityID") == "(absent)");
        CHECK(first.field("Status") == "0x18");
        CHECK(first.field("IpPort") == "49223");
        CHECK(decoded.issues.summary() == "none");
      }
    }
  }

  TEST_CASE("forwarded events have no template and no dependency ids") {
    const Decoded decoded = decode(event_plain());
    REQUIRE(decoded.events.size() == 1);
    const DecodedEvent& first = decoded.events[0];
    CHECK(first.event_id == 4771);  // text, in these
    CHECK(first.time == sample_time(3));
    CHECK(first.field("Status") == "0x18");
    CHECK(first.structure.find("<Data Name='Status'>{") != std::string::npos);
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("two forwarded events of one structure share it") {
    EvtxBuilder builder;
    builder.add_event(event_plain());
    EvtxEvent other = event_plain();
    other.data[0].value = string_value("somebody else");
    builder.add_event(other);
    const Decoded decoded = decode_chunk(builder.finish());
    REQUIRE(decoded.events.size() == 2);
    CHECK(decoded.events[0].structure == decoded.events[1].structure);
    CHECK(decoded.events[1].field("TargetUserName") == "somebody else");
  }

  TEST_CASE("an event without payload is an event") {
    EvtxEvent event = event_4771();
    event.has_payload = false;
    CHECK(decode(event).counts.records == 1);
    // The same from a template that makes <Event> depend on its payload.
    event.has_payload = true;
    EvtxTemplateInstance instance =
        instance_of(outer_template(event, false), outer_values(event, 1));
    instance.values.push_back(null_value(0, EvtxType::BinXml));
    const Decoded decoded = decode(instance);
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.events[0].event_id == 4771);
    CHECK(decoded.events[0].field("Computer") == "dc01.corp.example");
  }

  TEST_CASE("UserData: fragments are resolved where their values stand") {
    const Decoded decoded = decode(event_1102());
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.events[0].field("UserData") == "LogFileCleared");
    CHECK(decoded.events[0].field("SubjectUserName") == "adm & <co>");
    CHECK(decoded.events[0].field("SubjectUserSid") == "S-1-5-18");
  }

  TEST_CASE("classic sources: unnamed strings and binary data") {
    const Decoded decoded = decode(event_7036());
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.events[0].field("Data") == "Netlogon,running");
    CHECK(decoded.events[0].field("Binary") == "0102AB");
    CHECK(decoded.events[0].field("Qualifiers") == "16384");
  }

  TEST_CASE("NULLs of any size do not shift the values behind them") {
    for (const size_t size : {0U, 1U, 2U, 16U, 200U}) {
      const Decoded decoded = decode(event_with(null_value(size)));
      CHECK(decoded.events.at(0).field("x").empty());
      CHECK(decoded.events.at(0).field("last") == "end");
    }
  }

  TEST_CASE("a size that does not fit its type does not shift the others") {
    EvtxValue odd = uint32_value(0);
    odd.bytes = {1, 2, 3};
    const Decoded decoded = decode(event_with(odd));
    CHECK(decoded.events.at(0).field("x") == "010203");
    CHECK(decoded.events.at(0).field("last") == "end");
  }

  TEST_CASE("more values than the template shows") {
    const Decoded decoded = decode(instance_of(
        element_a(), {string_value("0"), string_value("1"), string_value("2"),
                      binxml_value({{EvtxRawBytes{{0xFF}}}})}));
    CHECK(decoded.events.at(0).structure == "<a>{0}<b>{1}</b></a>");
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("the template wants a value that the instance does not have") {
    const Decoded decoded =
        decode(instance_of(element_a(), {string_value("0")}));
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.events[0].field("b").empty());
    CHECK(decoded.issues.summary() == "value_missing=1");
  }

  TEST_CASE("values past the record's end are cut there") {
    EvtxValue too_long = string_value("svc");
    too_long.descriptor_size = 4000;
    EvtxEvent event = event_with(string_value("x"));
    event.data.back().value = too_long;
    const Decoded decoded = decode(event);
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.events[0].field("x") == "x");
    CHECK(decoded.events[0].field("last").starts_with("svc"));
    // The fragment that holds the value is itself one.
    CHECK(decoded.issues.summary() == "value_cut_off=1");
  }

  TEST_CASE("the count of values is larger than the record") {
    EvtxTemplateInstance instance =
        instance_of(element_a(), {string_value("0"), string_value("1")});
    for (const uint32_t count : {3000U, 4097U, 0xFFFFFFFFU}) {
      instance.value_count = count;
      const Decoded decoded = decode(instance);
      CHECK(decoded.events.empty());
      CHECK(decoded.counts.failed == 1);
      CHECK(decoded.issues.summary() == "record_undecodable=1");
    }
  }

  TEST_CASE("garbage where embedded XML should be is shown as its bytes") {
    const Decoded decoded = decode(event_with(
        binxml_value({{EvtxRawBytes{{0xFF, 0x0B, 0x21}}}, false, false})));
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.events[0].field("x") == "FF0B21");
    CHECK(decoded.events[0].field("last") == "end");
    CHECK(decoded.issues.summary() == "fragment_damaged=1");
  }

  TEST_CASE("an invalid token inside embedded XML costs what is behind it") {
    EvtxElement broken = text_element("inner", "kept");
    broken.children.push_back(EvtxRawBytes{{0x1B}});
    const Decoded decoded = decode(event_with(binxml_value({{broken}})));
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.events[0].field("x.inner") == "kept");
    CHECK(decoded.events[0].field("last") == "end");
    CHECK(decoded.issues.summary() == "fragment_damaged=1");
  }

  TEST_CASE("embedded XML: with header, without, instance or element") {
    for (const bool header : {true, false}) {
      const Decoded element = decode(event_with(
          binxml_value({{text_element("inner", "1")}, header, true})));
      CHECK(element.events.at(0).field("x.inner") == "1");
      const Decoded instance = decode(event_with(binxml_value(
          {{instance_of(element_a(), {string_value("0"), string_value("1")})},
           header,
           true})));
      CHECK(instance.events.at(0).field("x.a.b") == "1");
      CHECK(instance.events.at(0).field("last") == "end");
      CHECK(instance.issues.summary() == "none");
    }
  }

  TEST_CASE("two fragments in one event keep their own values") {
    const auto inner = [](const char* first, const char* second) {
      return binxml_value({{instance_of(
          element_a(), {string_value(first), string_value(second)})}});
    };
    EvtxEvent event = event_4771();
    event.data = {{"x", inner("1", "2")},
                  {"y", string_value("between")},
                  {"z", inner("3", "4")}};
    const Decoded decoded = decode(event);
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.events[0].field("x.a.b") == "2");
    CHECK(decoded.events[0].field("y") == "between");
    CHECK(decoded.events[0].field("z.a.b") == "4");
  }

  TEST_CASE("embedded XML as an attribute's value is shown as its bytes") {
    EvtxElement root = text_element("a", "content");
    root.attributes = {{"x", {normal_substitution(0, 0x21)}},
                       text_attribute("y", "2")};
    const Decoded decoded = decode(instance_of(
        root, {binxml_value({{text_element("b", "z")}, false, false})}));
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.events[0].structure == "<a x='{0}' y='2'>content</a>");
    CHECK(decoded.events[0].field("a.x").starts_with("01"));
  }

  TEST_CASE("a value shown in content and in an attribute") {
    EvtxElement root = text_element("a", "");
    root.attributes = {{"x", {normal_substitution(0, 0x21)}}};
    root.children = {normal_substitution(0, 0x21)};
    const Decoded decoded =
        decode(instance_of(root, {binxml_value({{text_element("b", "z")}})}));
    CHECK(decoded.events.at(0).structure == "<a x='{0}'><b>{1}</b></a>");
  }

  TEST_CASE("fragments nested deeper than any log has") {
    const auto nested = [](size_t depth) {
      EvtxFragment fragment{{text_element("core", "x")}};
      for (size_t i = 0; i < depth; ++i) {
        EvtxElement root = text_element("shell", "");
        root.children = {normal_substitution(0, 0x21)};
        fragment = {{instance_of(root, {binxml_value(fragment)})}};
      }
      EvtxBuilder builder;
      builder.add_record(fragment, sample_time());
      return decode_chunk(builder.finish());
    };
    const Decoded fits = nested(kMaxFragmentDepth);
    CHECK(fits.counts.records == 1);
    CHECK(fits.issues.summary() == "none");
    const Decoded deeper = nested(kMaxFragmentDepth + 4);
    CHECK(deeper.counts.records == 1);
    CHECK(deeper.issues.summary() == "fragment_damaged=1 nesting_too_deep=1");
  }

  TEST_CASE("a structure blown up by repeated fragments keeps its ends") {
    EvtxElement many = text_element("many", "");
    for (size_t i = 0; i < 1'200; ++i) {
      EvtxElement child = text_element("c", "");
      child.attributes = {{"x", {normal_substitution(0, 1)}}};
      child.children = {normal_substitution(0, 1)};
      many.children.push_back(child);
    }
    many.children.erase(many.children.begin());  // the empty text
    EvtxElement root = text_element("root", "");
    std::vector<EvtxValue> values;
    EvtxTemplateInstance blown;
    blown.definition = make_template("many", many);
    blown.values = {string_value("v")};
    for (uint16_t i = 0; i < 20; ++i) {
      root.children.push_back(normal_substitution(i, 0x21));
      values.push_back(binxml_value({{blown}}));
    }
    const Decoded decoded = decode(instance_of(root, values));
    REQUIRE(decoded.events.size() == 1);
    const std::string& structure = decoded.events[0].structure;
    CHECK(structure.ends_with("</root>"));
    // What does not fit stays a value, shown as its bytes.
    CHECK(structure.find("</many>{19}</root>") == std::string::npos);
    CHECK(structure.find("{19}</root>") != std::string::npos);
  }

  TEST_CASE("nothing in a record but the end of its stream") {
    EvtxBuilder builder;
    builder.add_record({{}, true, true}, sample_time());
    builder.add_record({{}, false, true}, sample_time());
    builder.add_record({{EvtxProcessingInstruction{"t", "d"}}}, sample_time());
    builder.add_event(event_4771());
    const Decoded decoded = decode_chunk(builder.finish());
    CHECK(decoded.counts.records == 1);
    CHECK(decoded.counts.failed == 3);
    CHECK(decoded.issues.summary() == "record_undecodable=3");
  }
}

}  // namespace
}  // namespace eventlens::evtx
