// Many events through one renderer: what is kept per shape and event id.
#include "emit/renderer.h"

#include <doctest/doctest.h>

#include <string>

#include "base/limits.h"
#include "support/shape_text.h"

namespace eventlens {
namespace {

using namespace test;

constexpr std::string_view kSecurity =
    "<Event><System><Provider Name='{0}' EventSourceName='{1?}'/></System>"
    "<EventData><Data Name='Status'>{2}</Data></EventData></Event>";

TestEvent event_of(const char* provider, uint32_t event_id, uint32_t status) {
  return {kSecurity,
          {string_value(provider), null_value(), hex32_value(status)},
          event_id};
}

std::string rendered(Renderer& renderer, const Event& event) {
  Buffer out;
  Issues issues;
  renderer.render(event, {}, out, issues);
  return std::string(out.view());
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_SUITE("emit/renderer") {
  TEST_CASE("events of one shape, of different ids and providers in turn") {
    Tables tables;
    const Enricher enricher(tables, EnrichLevel::Names);
    Renderer renderer(Render::Json, enricher);
    constexpr const char* kAuditing = "Microsoft-Windows-Security-Auditing";
    const TestEvent kerberos = event_of(kAuditing, 4771, 0x18);
    const Shape& shape = kerberos.shape();
    const auto render_as = [&](const TestEvent& other) {
      Event event = other.event();
      event.shape = &shape;
      return rendered(renderer, event);
    };
    for (int i = 0; i < 2; ++i) {
      CHECK(has(render_as(kerberos),
                "\"Status_name\":\"KDC_ERR_PREAUTH_FAILED\""));
      CHECK(has(render_as(event_of(kAuditing, 4625, 0xC000006D)),
                "\"Status_name\":\"STATUS_LOGON_FAILURE\""));
      CHECK_FALSE(has(render_as(event_of(kAuditing, 1, 0x18)), "_name"));
      CHECK_FALSE(has(render_as(event_of("Other", 4771, 0x18)), "_name"));
    }
  }

  TEST_CASE("the same shape's address for another shape, after forgetting") {
    Tables tables;
    const Enricher enricher(tables, EnrichLevel::Names);
    Renderer renderer(Render::Xml, enricher);
    std::vector<Shape> place;
    place.push_back(shape_from("<a>1</a>"));
    Event event;
    event.shape = place.data();
    CHECK(rendered(renderer, event) == "<a>1</a>");
    place[0] = shape_from("<b>2</b>");
    renderer.forget_shapes();
    CHECK(rendered(renderer, event) == "<b>2</b>");
  }

  TEST_CASE("a log that gives every event an id of its own") {
    Tables tables;
    const Enricher enricher(tables, EnrichLevel::Names);
    Renderer renderer(Render::Json, enricher);
    const TestEvent event = event_of("P", 0, 0);
    Event numbered = event.event();
    for (uint32_t id = 0; id < 40'000; ++id) {
      numbered.event_id = id;
      if (rendered(renderer, numbered) !=
          "{\"Provider\":\"P\",\"Status\":\"0x0\"}") {
        FAIL("event " << id);
      }
    }
  }

  TEST_CASE("what is wrong with an event stands in it, at every level") {
    Tables tables;
    TestEvent sound("<Event><Data Name='a'>{0}</Data></Event>",
                    {string_value("x")});
    Event event = sound.event();
    event.issues = set_of(Issue::ValueCutOff);
    for (const EnrichLevel level : {EnrichLevel::None, EnrichLevel::Names}) {
      const Enricher enricher(tables, level);
      Renderer json(Render::Json, enricher);
      Renderer xml(Render::Xml, enricher);
      CHECK(has(rendered(json, event), ",\"lens_issue\":\"value_cut_off\"}"));
      CHECK(has(rendered(xml, event),
                "<EventLens><Data Name='lens_issue'>value_cut_off</Data>"
                "</EventLens></Event>"));
      CHECK_FALSE(has(rendered(json, sound.event()), "lens_issue"));
      CHECK_FALSE(has(rendered(xml, sound.event()), "lens_issue"));
    }
  }

  TEST_CASE("several issues, one of them found while a value is printed") {
    Tables tables;
    const Enricher enricher(tables, EnrichLevel::Full);
    EvtxValue odd = uint32_value(7);
    odd.bytes.pop_back();
    const TestEvent test(
        "<Event><EventData><Data Name='a'>{0}</Data>"
        "</EventData></Event>",
        {odd});
    Event event = test.event();
    event.issues = set_of(Issue::RecoveredFromSlack);
    Renderer json(Render::Json, enricher);
    Renderer xml(Render::Xml, enricher);
    CHECK(has(rendered(json, event), "\"a\":\"070000\","));
    CHECK(has(rendered(json, event),
              "\"lens_issue\":[\"value_size_mismatch\","
              "\"recovered_from_slack\"]}"));
    CHECK(has(rendered(xml, event),
              "<Data Name='lens_issue'>value_size_mismatch</Data>"
              "<Data Name='lens_issue'>recovered_from_slack</Data>"));
    Issues issues;
    Buffer out;
    json.render(event, {}, out, issues);
    CHECK(issues.summary() == "value_size_mismatch=1");
  }

  TEST_CASE("an unknown code is no issue of the event") {
    Tables tables;
    const Enricher enricher(tables, EnrichLevel::Names);
    Renderer json(Render::Json, enricher);
    const TestEvent test =
        event_of("Microsoft-Windows-Security-Auditing", 4771, 0x1234);
    CHECK_FALSE(has(rendered(json, test.event()), "lens_issue"));
  }

  TEST_CASE("Sysmon's shifted fields are marked") {
    Tables tables;
    const Enricher enricher(tables, EnrichLevel::None);
    Renderer json(Render::Json, enricher);
    const TestEvent test(
        "<Event><System><Provider Name='Microsoft-Windows-Sysmon'/></System>"
        "<EventData><Data Name='ProcessId'>{0}</Data></EventData></Event>",
        {string_value("C:\\a.exe")});
    CHECK(has(rendered(json, test.event()),
              ",\"lens_issue\":\"fields_shifted\"}"));
  }

  TEST_CASE("an event for which a unit's text has no room is left out whole") {
    Tables tables;
    const Enricher enricher(tables, EnrichLevel::None);
    Renderer json(Render::Json, enricher);
    const TestEvent test("<Event><Data>{0}</Data></Event>",
                         {string_value(std::string(4'000, 'v'))});
    Buffer out;
    out.reserve(kMaxUnitText - 1'000);
    out.commit(kMaxUnitText - 1'000);
    Issues issues;
    CHECK_FALSE(json.render(test.event(), {}, out, issues));
    CHECK(out.size() == kMaxUnitText - 1'000);
    CHECK(issues.summary() == "event_too_large=1");
  }

  TEST_CASE("a value's text as UTF-8") {
    CHECK(to_utf8(OwnedValue(string_value("\u00FC&<\"")).value()) ==
          "\u00FC&<\"");
    CHECK(to_utf8(Value{}).empty());
    CHECK(to_utf8(OwnedValue(string_array_value({"a", "b"})).value()) == "a,b");
  }
}

}  // namespace
}  // namespace eventlens
