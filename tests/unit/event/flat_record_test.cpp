// Flat records as events: the same whether their structure is met for the first
// time or was met before.
#include "event/flat_record.h"

#include <doctest/doctest.h>

#include <string>

#include "support/structure_of.h"

using namespace eventlens;

namespace {

/// The event as text: its structure with the values' texts in the places.
std::string shown(const Event& event) {
  std::string text = test::structure_of(event.shape->items());
  for (size_t i = event.values.size(); i-- > 0;) {
    Buffer value;
    append_value(value, event.values[i], Escape::Raw);
    for (const char* const end : {"}", "?}"}) {
      const std::string place = "{" + std::to_string(i) + end;
      if (const size_t at = text.find(place); at != std::string::npos) {
        text.replace(at, place.size(), value.view());
      }
    }
  }
  return text;
}

FlatRecord full() {
  FlatRecord record;
  static const std::array<std::string, kSystemFieldCount> names = [] {
    std::array<std::string, kSystemFieldCount> all;
    for (size_t i = 0; i < all.size(); ++i) {
      all[i] = system_field_name(static_cast<SystemField>(i));
    }
    return all;
  }();
  for (size_t i = 0; i < kSystemFieldCount; ++i) {
    record.system[i] = Value::of_utf8(names[i]);
  }
  record.data = {{"a", Value::of_utf8("1")}, {"", Value::of_utf8("2")}};
  record.binary = Value::of_utf8("00FF");
  record[RenderedText::Message] = Value::of_utf8("text");
  record[RenderedText::Keywords] = Value::of_utf8("words");
  return record;
}

}  // namespace

TEST_SUITE("flat record") {
  TEST_CASE("every part has its place, at first and when it was met before") {
    FlatEventBuilder builder;
    const FlatRecord record = full();
    const std::string first = shown(*builder.build(record));
    CHECK(
        first ==
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>"
        "<System><Provider Name='Provider' Guid='ProviderGuid' "
        "EventSourceName='EventSourceName'></Provider>"
        "<EventID Qualifiers='Qualifiers'>EventID</EventID>"
        "<Version>Version</Version><Level>Level</Level><Task>Task</Task>"
        "<Opcode>Opcode</Opcode><Keywords>Keywords</Keywords>"
        "<TimeCreated SystemTime='TimeCreated'></TimeCreated>"
        "<EventRecordID>EventRecordID</EventRecordID>"
        "<Correlation ActivityID='ActivityID' "
        "RelatedActivityID='RelatedActivityID'></Correlation>"
        "<Execution ProcessID='ProcessID' ThreadID='ThreadID'></Execution>"
        "<Channel>Channel</Channel><Computer>Computer</Computer>"
        "<Security UserID='UserID'></Security></System>"
        "<EventData><Data Name='a'>1</Data><Data>2</Data>"
        "<Binary>00FF</Binary></EventData>"
        "<RenderingInfo><Message>text</Message><Keywords>words</Keywords>"
        "</RenderingInfo></Event>");
    CHECK(shown(*builder.build(record)) == first);
  }

  TEST_CASE("with any part missing it is the same as if built anew") {
    FlatEventBuilder kept;
    for (int round = 0; round < 2; ++round) {
      for (size_t missing = 0; missing < kSystemFieldCount + 4; ++missing) {
        FlatRecord record = full();
        if (missing < kSystemFieldCount) {
          record.system[missing] = {};
        } else if (missing == kSystemFieldCount) {
          record.binary = {};
        } else if (missing == kSystemFieldCount + 1) {
          record.user_data_root = "Root";
          record.data[1].name = "b";
        } else if (missing == kSystemFieldCount + 2) {
          record[RenderedText::Message] = Value::of_utf8("");
        } else {
          record.data[1].name = "b";
        }
        FlatEventBuilder fresh;
        CHECK(shown(*kept.build(record)) == shown(*fresh.build(record)));
      }
    }
  }

  TEST_CASE("id and time are there both times") {
    FlatEventBuilder builder;
    FlatRecord record;
    record[SystemField::EventId] = Value::of_utf8("4769");
    record[SystemField::TimeCreated] = Value::of_utf8("2026-03-01T08:15:30Z");
    for (int round = 0; round < 2; ++round) {
      const auto event = builder.build(record);
      CHECK(event->event_id == 4769);
      CHECK(event->time == *parse_filetime("2026-03-01T08:15:30Z"));
    }
    builder.clear();
    CHECK(builder.build(record)->event_id == 4769);
  }
}
