// Events that bring their structure with them, and the shapes that they share.
#include "event/event_builder.h"

#include <doctest/doctest.h>

#include <string>

#include "base/limits.h"
#include "support/structure_of.h"

using namespace eventlens;

namespace {

/// <Event><System><EventID>id</EventID></System><name/>...</Event>
Event build(EventBuilder& builder, std::string_view id,
            std::initializer_list<std::string_view> names) {
  builder.begin();
  builder.open("Event");
  builder.open("System");
  builder.element("EventID", Value::of_utf8(id));
  builder.close();
  for (const std::string_view name : names) {
    builder.open("Data");
    builder.literal_attribute("Name", name);
    builder.value(Value::of_utf8(name));
    builder.close();
  }
  builder.close();
  auto event = builder.finish();
  REQUIRE(event.ok());
  return *event;
}

}  // namespace

TEST_SUITE("event builder") {
  TEST_CASE("events of one structure share a shape, whatever came between") {
    EventBuilder builder;
    const Shape* const first = build(builder, "1", {"a", "b"}).shape;
    const Shape* const other = build(builder, "1", {"a", "c"}).shape;
    const Shape* const shorter = build(builder, "1", {"a"}).shape;
    CHECK(first != other);
    CHECK(first != shorter);
    for (int i = 0; i < 3; ++i) {
      CHECK(build(builder, "2", {"a", "b"}).shape == first);
      CHECK(build(builder, "2", {"a", "b"}).shape == first);
      CHECK(build(builder, "2", {"a"}).shape == shorter);
      CHECK(build(builder, "2", {"a", "c"}).shape == other);
    }
  }

  TEST_CASE("names that differ only in their middle are different") {
    EventBuilder builder;
    const Shape* const one = build(builder, "1", {"begin-x-of-end-here"}).shape;
    const Shape* const two = build(builder, "1", {"begin-y-of-end-here"}).shape;
    CHECK(one != two);
    CHECK(build(builder, "1", {"begin-x-of-end-here"}).shape == one);
  }

  TEST_CASE("the system fields and values are the event's own") {
    EventBuilder builder;
    const Event event = build(builder, "4769", {"Status"});
    CHECK(event.event_id == 4769);
    CHECK(test::structure_of(event.shape->items()) ==
          "<Event><System><EventID>{0}</EventID></System>"
          "<Data Name='Status'>{1}</Data></Event>");
  }

  TEST_CASE("names become what XML allows, attributes differ") {
    EventBuilder builder;
    builder.begin();
    builder.open("a b");
    builder.attribute("x", Value::of_utf8("1"));
    builder.attribute("x", Value::of_utf8("2"));
    builder.attribute("", Value::of_utf8("3"));
    builder.close();
    const auto event = builder.finish();
    REQUIRE(event.ok());
    CHECK(test::structure_of(event->shape->items()) ==
          "<a_b x='{0?}' x_='{1?}' _='{2?}'></a_b>");
  }

  TEST_CASE("an event beyond the limits is refused, the next one is not") {
    EventBuilder builder;
    builder.begin();
    builder.open("Event");
    for (size_t i = 0; i <= kMaxValuesPerEvent; ++i) {
      builder.value({});
    }
    builder.close();
    CHECK_FALSE(builder.finish().ok());
    CHECK(build(builder, "1", {"a"}).event_id == 1);
  }

  TEST_CASE("forgetting leaves nothing to guess from") {
    EventBuilder builder;
    build(builder, "1", {"a"});
    build(builder, "1", {"a"});
    builder.clear();
    CHECK_FALSE(builder.is_full());
    CHECK(build(builder, "1", {"a"}).event_id == 1);
  }
}
