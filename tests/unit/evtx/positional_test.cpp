// Events whose template is lost: values under the numbers they have.
#include "evtx/positional.h"

#include <doctest/doctest.h>

#include "support/decode_helper.h"
#include "support/sample_events.h"

namespace eventlens::evtx {
namespace {

using namespace test;

/// The event with its outer definition somewhere else than it says.
Decoded decode_without_outer(EvtxEvent event, uint32_t offset) {
  EvtxTemplateInstance instance;
  instance.definition = make_template("outer", outer_template(event, false));
  instance.definition_offset = offset;
  instance.values = outer_values(event, 1);
  EvtxTemplateInstance payload;
  payload.definition =
      make_template("data", event_data_template({"Status"}, {0x14}));
  payload.values = {hex32_value(0x18)};
  instance.values.push_back(binxml_value({{payload}}));
  EvtxBuilder builder;
  builder.add_record({{instance}}, sample_time());
  return decode_chunk(builder.finish());
}

EvtxEvent sample(EvtxForm form) {
  EvtxEvent event = event_4771();
  event.form = form;
  return event;
}

TEST_SUITE("evtx/positional") {
  TEST_CASE("outer template lost, 18 values: <System> is complete") {
    // Behind the chunk; in the header; in the middle of a record.
    for (const uint32_t offset : {0xFFFFFFF0U, 70'000U, 0U, 520U}) {
      CAPTURE(offset);
      const Decoded decoded =
          decode_without_outer(sample(EvtxForm::Values18), offset);
      REQUIRE(decoded.events.size() == 1);
      const DecodedEvent& event = decoded.events[0];
      CHECK(event.event_id == 4771);
      CHECK(event.time == sample_time());
      CHECK(event.field("Provider") == "Microsoft-Windows-Security-Auditing");
      CHECK(event.field("ProviderGuid") ==
            "{54849625-5478-4994-A5BA-3E3B0328C30D}");
      CHECK(event.field("Channel") == "Security");
      CHECK(event.field("Computer") == "(absent)");  // was a literal
      CHECK(event.field("Keywords") == "0x8010000000000000");
      CHECK(event.field("Task") == "14339");
      CHECK(event.field("ProcessID") == "640");
      CHECK(event.field("ThreadID") == "1200");
      CHECK(event.field("EventRecordID") == "1");
      CHECK(event.field("Status") == "0x18");
      CHECK(decoded.issues.of(Issue::TemplateDamaged) == 1);
    }
  }

  TEST_CASE("outer template lost, 20 values: provider was a literal") {
    const Decoded decoded =
        decode_without_outer(sample(EvtxForm::Values20), 70'000);
    REQUIRE(decoded.events.size() == 1);
    const DecodedEvent& event = decoded.events[0];
    CHECK(event.event_id == 4771);
    CHECK(event.field("Provider") == "(absent)");
    CHECK(event.field("Channel") == "(absent)");
    CHECK(event.field("Level") == "0");
    CHECK(event.field("Status") == "0x18");
  }

  TEST_CASE("the payload's template lost: its values without names") {
    EvtxBuilder builder;
    EvtxEvent event = event_4771();
    EvtxTemplateInstance payload;
    payload.definition = make_template("lost", event_data_template({}, {}));
    payload.definition_offset = 70'000;
    payload.values = {string_value("svc-sql"), hex32_value(0x18), null_value()};
    event.payload = EvtxFragment{{payload}};
    builder.add_event(event);
    const Decoded decoded = decode_chunk(builder.finish());
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.events[0].event_id == 4771);
    CHECK(decoded.events[0].field("Data") == "svc-sql|0x18|");
    CHECK(decoded.issues.summary() == "template_damaged=1");
  }

  TEST_CASE("another number of values is not Windows' outer template") {
    EvtxTemplateInstance instance;
    instance.definition = make_template("x", text_element("x", ""));
    instance.definition_offset = 70'000;
    instance.values = {string_value("a"), uint32_value(7)};
    EvtxBuilder builder;
    builder.add_record({{instance}}, sample_time());
    const Decoded decoded = decode_chunk(builder.finish());
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.events[0].event_id == 0);
    CHECK(decoded.events[0].time == sample_time());  // the record's
    CHECK(decoded.events[0].field("Data") == "a|7");
  }

  TEST_CASE("template lost and payload unreadable: its bytes are kept") {
    const EvtxEvent event = sample(EvtxForm::Values18);
    EvtxTemplateInstance instance;
    instance.definition = make_template("outer", outer_template(event, false));
    instance.definition_offset = 70'000;
    instance.values = outer_values(event, 1);
    instance.values.push_back(
        binxml_value({{EvtxRawBytes{{0xFF, 0x01}}}, false, false}));
    EvtxBuilder builder;
    builder.add_record({{instance}}, sample_time());
    const Decoded decoded = decode_chunk(builder.finish());
    CHECK(decoded.events.at(0).field("Event") == "FF01");
  }

  TEST_CASE("the definition is damaged, not lost") {
    EvtxBuilder builder;
    builder.add_event(event_4771());
    builder.add_event(event_4771());
    EvtxImage image = builder.image();
    // The root element's token becomes one that does not exist.
    const size_t body = image.record_offset(0) + evtx_record_field::kBody + 4 +
                        1 + 1 + 4 + 4 + kDefinitionHeaderSize + 4;
    REQUIRE(image.get(body, 1) == 0x41);
    image.set_byte(body, 0x5B);
    const Decoded decoded = decode_chunk(image.bytes());
    REQUIRE(decoded.events.size() == 2);
    for (const DecodedEvent& event : decoded.events) {
      CHECK(event.event_id == 4771);
      CHECK(event.field("Status") == "0x18");
      CHECK(event.field("Channel") == "Security");
    }
    CHECK(decoded.issues.summary() == "template_damaged=2");
  }
}

}  // namespace
}  // namespace eventlens::evtx
