// Any text as a whitelist and as a query: what is refused says where and what
// is accepted, and what is taken agrees with what is told of it beforehand: no
// event that passes lies outside the bounds, and where the bounds are exact,
// each that lies inside passes.
#include "filter/bounds.h"
#include "filter/filter.h"
#include "filter/query_program.h"
#include "found.h"
#include "support/shape_text.h"

namespace {

using namespace eventlens;

constexpr Filetime kNow = 133'854'912'001'234'567;

constexpr std::string_view kShape =
    "<Event xmlns='x'><System><Provider Name='{0}'/><EventID>{1}</EventID>"
    "<Level>{2}</Level><Keywords>{3}</Keywords><TimeCreated SystemTime='{4?}'/>"
    "<Channel>{5}</Channel><Computer>dc01</Computer></System><EventData>"
    "<Data Name='TargetUserName'>{6}</Data><Data:7 Name='LogonType'>{7}</Data>"
    "<Data>{8}</Data></EventData></Event>";

/// Events that differ in all that bounds know, and in some data.
struct Sample {
  const char* provider;
  const char* event_id;
  const char* time;
  const char* channel;
  const char* data;  // null: Null
};
constexpr Sample kSamples[] = {
    {"Security", "4624", "2025-03-03T00:00:00Z", "Security", "3"},
    {"A", "1", "2025-03-03T00:00:00.123Z", "System", nullptr},
    {"b", "0", "1999-01-01T00:00:00Z", "system", "bob"},
    {"", "70000", "2099-01-01T00:00:00Z", "", ""},
};

class Events {
 public:
  Events() : shape_(test::shape_from(kShape)) {}

  Event make(const Sample& sample) {
    const char* const texts[] = {
        sample.provider, sample.event_id, "4",   "0x8020000000000000",
        sample.time,     sample.channel,  "bob", sample.data,
        "one two"};
    values_.clear();
    for (const char* const text : texts) {
      values_.push_back(text == nullptr ? Value() : Value::of_utf8(text));
    }
    return event_of(shape_, values_);
  }

  [[nodiscard]] const Shape& shape() const { return shape_; }

 private:
  Shape shape_;
  std::vector<Value> values_;
};

class NoXml final : public filter::EventXml {
 public:
  std::string_view of(const Event& /*event*/) override { return "<Event/>"; }
};

void check_error(const Error& error, std::string_view name) {
  if (error.code != ErrorCode::InvalidSetting ||
      !error.message.starts_with(name) ||
      error.message.find("; accepted: ") == std::string::npos) {
    test::found("an error that does not help", error.message);
  }
}

void check_query(const filter::Condition& query, Events& events) {
  const filter::ShapeTree tree(events.shape());
  const filter::QueryProgram program(query, tree);
  const filter::Bounds bounds = filter::bounds_of(query, kNow);
  const auto selection = filter::narrowed({}, bounds);
  Buffer text;
  for (const Sample& sample : kSamples) {
    const Event event = events.make(sample);
    const bool inside = selection && Selector(*selection).wants(event);
    const bool passes = program.holds_for(event, kNow, text);
    if (passes && !inside) {
      test::found("an event that passes is outside the bounds");
    }
    if (inside && bounds.exact && !passes) {
      test::found("exact bounds with an event that does not pass");
    }
  }
}

void check_filter(const Filter& filter, Events& events) {
  const auto selection = filter.selection({}, kNow);
  if (!selection.ok()) {
    check_error(selection.error(), "the filters");
    return;
  }
  NoXml xml;
  EventFilter at_work(filter, xml);
  Issues issues;
  for (const Sample& sample : kSamples) {
    (void)at_work.wants(events.make(sample), issues);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Events events;
  for (const bool as_query : {false, true}) {
    FilterSettings settings;
    (as_query ? settings.queries : settings.whitelists)
        .push_back({"setting x", text});
    const auto filter = Filter::compile(settings);
    if (filter.ok()) {
      check_filter(**filter, events);
    } else {
      check_error(filter.error(), "setting x");
    }
  }
  if (const auto query = filter::parse_query(text); query.ok()) {
    check_query(*query, events);
  }
  return 0;
}
