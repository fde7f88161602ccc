// Where a shape keeps the values of <System>.
#include "event/shape.h"

#include <doctest/doctest.h>

#include <string>

#include "support/shape_text.h"

namespace eventlens {
namespace {

using namespace test;

/// "slot 3", "literal x" or "none".
std::string place_of(const std::string& system, SystemField field) {
  const Shape shape = shape_from("<Event><System>" + system +
                                 "</System><EventData><Level>7</Level>"
                                 "</EventData></Event>");
  const FieldRef& ref = shape.system(field);
  switch (ref.kind) {
    case FieldRef::Kind::Slot:
      return "slot " + std::to_string(ref.slot);
    case FieldRef::Kind::Literal:
      return "literal " + std::string(ref.literal);
    case FieldRef::Kind::None:
      break;
  }
  return "none";
}

TEST_SUITE("event/shape") {
  TEST_CASE("slots, literals, and what is not there") {
    CHECK(place_of("<EventID>{3}</EventID>", SystemField::EventId) == "slot 3");
    CHECK(place_of("<EventID>4771</EventID>", SystemField::EventId) ==
          "literal 4771");
    CHECK(place_of("<EventID/>", SystemField::EventId) == "none");
    CHECK(place_of("", SystemField::EventId) == "none");
  }

  TEST_CASE("attributes") {
    const std::string system =
        "<Provider Name='P' Guid='{1?}' EventSourceName='S'/>"
        "<EventID Qualifiers='{2?}'>{3}</EventID>"
        "<TimeCreated SystemTime='{4}'/>"
        "<Correlation ActivityID='{5?}' RelatedActivityID='{6?}'/>"
        "<Execution ProcessID='{7}' ThreadID='{8}'/><Security UserID='{9?}'/>";
    CHECK(place_of(system, SystemField::Provider) == "literal P");
    CHECK(place_of(system, SystemField::ProviderGuid) == "slot 1");
    CHECK(place_of(system, SystemField::EventSourceName) == "literal S");
    CHECK(place_of(system, SystemField::Qualifiers) == "slot 2");
    CHECK(place_of(system, SystemField::EventId) == "slot 3");
    CHECK(place_of(system, SystemField::TimeCreated) == "slot 4");
    CHECK(place_of(system, SystemField::ActivityId) == "slot 5");
    CHECK(place_of(system, SystemField::RelatedActivityId) == "slot 6");
    CHECK(place_of(system, SystemField::ProcessId) == "slot 7");
    CHECK(place_of(system, SystemField::ThreadId) == "slot 8");
    CHECK(place_of(system, SystemField::UserId) == "slot 9");
  }

  TEST_CASE("what has the name elsewhere is not it") {
    CHECK(place_of("", SystemField::Level) == "none");  // <EventData><Level>
    CHECK(place_of("<X><Level>7</Level></X>", SystemField::Level) == "none");
    CHECK(place_of("<Level X='7'/>", SystemField::Level) == "none");
  }

  TEST_CASE("an event's system values") {
    const TestEvent event(
        "<Event><System><Channel>{0}</Channel><Computer>c</Computer></System>"
        "</Event>",
        {string_value("Security")});
    CHECK(event.event().system(SystemField::Channel).size == 16);
    CHECK(text_bytes(event.event().system(SystemField::Computer)).size() == 1);
    CHECK(event.event().system(SystemField::Level).is_null());
  }

  TEST_CASE("names and places of system fields belong together") {
    CHECK(std::string(system_field_name(SystemField::ProviderGuid)) ==
          "ProviderGuid");
    CHECK(system_field_at("Provider", "Guid") ==
          static_cast<size_t>(SystemField::ProviderGuid));
    CHECK(system_field_at("Level", "") ==
          static_cast<size_t>(SystemField::Level));
    CHECK(system_field_at("Level", "x") == kSystemFieldCount);
    CHECK(system_field_at("", "") == kSystemFieldCount);
  }

  TEST_CASE("odd shapes") {
    CHECK(Shape({}, 0).system(SystemField::Level).kind == FieldRef::Kind::None);
    CHECK(shape_from("<System><Level>7</Level></System>")
              .system(SystemField::Level)
              .kind == FieldRef::Kind::None);
  }
}

}  // namespace
}  // namespace eventlens
