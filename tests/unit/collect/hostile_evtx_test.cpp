// Records made to exhaust the memory: what one record can be blown up to is
// bounded, what is beyond is left out as a whole and counted, and the records
// beside it come out.
#include <doctest/doctest.h>

#include <string>

#include "base/limits.h"
#include "output_checks.h"
#include "rendered.h"
#include "support/sample_events.h"

namespace eventlens {
namespace {

using namespace test;

EvtxFragment instance_of(const EvtxElement& root,
                         std::vector<EvtxValue> values) {
  EvtxTemplateInstance instance;
  instance.definition = make_template("hostile", root);
  instance.values = std::move(values);
  return {{instance}};
}

EvtxElement element(std::string name, std::vector<EvtxNode> children) {
  EvtxElement made;
  made.name = std::move(name);
  made.children = std::move(children);
  return made;
}

/// The record between two sound ones, in both renderings; returns the issues.
std::string render_between(const EvtxFragment& body, size_t texts) {
  EvtxBuilder builder;
  builder.add_event(event_7036());
  builder.add_record(body, sample_time());
  builder.add_event(event_7036());
  std::string issues;
  for (const Render render : {Render::Xml, Render::Json}) {
    const Rendered rendered = render_all(builder.finish(), render);
    CHECK(rendered.texts.size() == texts);
    for (const std::string& text : rendered.texts) {
      CHECK(text.size() < kMaxEventText);
      CHECK((render == Render::Xml ? wrong_with_xml(text)
                                   : wrong_with_json(text)) == "");
    }
    issues = rendered.issues.summary();
  }
  return issues;
}

TEST_SUITE("collect/hostile_evtx") {
  TEST_CASE("a name of thousands of characters, used by every element") {
    std::vector<EvtxNode> children;
    for (int i = 0; i < 1'000; ++i) {
      children.emplace_back(element(std::string(4'000, 'n'), {}));
    }
    CHECK(render_between(instance_of(element("Event", children), {}), 3) ==
          "template_damaged=1");
  }

  TEST_CASE("the longest name that is accepted") {
    const std::string longest(kMaxNameCharacters, 'n');
    CHECK(render_between(
              instance_of(element("Event", {element(longest, {})}), {}), 3) ==
          "none");
    CHECK(render_between(
              instance_of(element("Event", {element(longest + "n", {})}), {}),
              3) == "template_damaged=1");
  }

  TEST_CASE("a long value shown thousands of times") {
    const std::vector<EvtxNode> shown(3'000, normal_substitution(0, 1));
    const EvtxValue value = string_value(std::string(15'000, 'v'));
    CHECK(render_between(
              instance_of(element("Event", {element("EventData", shown)}),
                          {value}),
              2) == "event_too_large=1");
  }

  TEST_CASE("a long attribute repeated by each item of a long array") {
    std::vector<EvtxNode> children;
    for (int i = 0; i < 200; ++i) {
      EvtxElement data = element("Data", {normal_substitution(1, 0x84)});
      data.attributes = {{"Type", {normal_substitution(0, 1)}}};
      children.emplace_back(data);
    }
    const std::vector<EvtxValue> values = {
        string_value(std::string(10'000, 'v')),
        array_value(EvtxType::UInt8,
                    std::vector<EvtxValue>(10'000, uint8_value(1)))};
    EvtxBuilder builder;
    builder.add_record(
        instance_of(element("Event", {element("EventData", children)}), values),
        sample_time());
    const Rendered xml = render_all(builder.finish(), Render::Xml);
    CHECK(xml.texts.empty());
    CHECK(xml.issues.summary() == "event_too_large=1");
    CHECK(xml.issues.places().size() == 1);
  }

  TEST_CASE("fragments with long names, shown again and again") {
    std::vector<EvtxNode> children;
    for (int i = 0; i < 2'000; ++i) {
      children.emplace_back(element(std::string(kMaxNameCharacters, 'n'), {}));
    }
    EvtxTemplateInstance inner;
    inner.definition = make_template("inner", element("inner", children));
    const std::vector<EvtxNode> shown(1'000, normal_substitution(0, 0x21));
    EvtxBuilder builder;
    builder.add_record(
        instance_of(element("Event", shown), {binxml_value({{inner}})}),
        sample_time());
    const Unit unit = unit_of(builder.finish(), 0);
    class Footprint final : public EventSink {
     public:
      bool on_event(const Event& event) override {
        for (const Item& item : event.shape->items()) {
          bytes_ += sizeof(Item) + item.text.size();
        }
        return true;
      }
      size_t bytes_ = 0;
    } sink;
    Issues issues;
    evtx::ChunkDecoder decoder;
    CHECK(decoder.decode(unit, sink, issues).records == 1);
    CHECK(sink.bytes_ > 0);
    CHECK(sink.bytes_ <= kMaxFootprintPerShape);
  }
}

}  // namespace
}  // namespace eventlens
