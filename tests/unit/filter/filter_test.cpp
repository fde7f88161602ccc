// Filters as a whole: what keys stand for, how lists and queries go together,
// and what is decided without decoding.
#include "filter/filter.h"

#include <doctest/doctest.h>

#include "filtered.h"

namespace eventlens {
namespace {

using test::logon_event;
using test::settings_of;

bool fits(const std::string& whitelist) {
  CAPTURE(whitelist);
  const test::TestEvent event = logon_event();
  Event found = event.event();
  found.time = test::kLogonTime;
  found.written_time = test::kLogonTime;
  return test::passes(settings_of({whitelist}, {}), found);
}

Selection selection_of(const FilterSettings& settings,
                       const Selection& given = {}) {
  const auto filter = Filter::compile(settings);
  REQUIRE(filter.ok());
  const auto selection = (*filter)->selection(given, test::kLogonTime);
  REQUIRE(selection.ok());
  return *selection;
}

std::string ids_of(const Selection& selection) {
  std::string text;
  for (const IdRange& range : selection.event_ids) {
    text +=
        std::to_string(range.first) + "-" + std::to_string(range.last) + " ";
  }
  return text;
}

constexpr std::string_view kRenderedShape =
    "<Event><System><EventID>1</EventID><Level>2</Level></System>"
    "<RenderingInfo Culture='en-US'><Message>{0}</Message><Task>Logon</Task>"
    "<Opcode>Go</Opcode><Keywords><Keyword>Audit Failure</Keyword>"
    "<Keyword>Other</Keyword></Keywords></RenderingInfo></Event>";

TEST_SUITE("filter/filter") {
  TEST_CASE("Splunk's keys") {
    for (const char* text :
         {"EventCode=%^4625$%", "EventType=%^0$%", "RecordNumber=%^77$%",
          "LogName=%^Security$%", "SourceName=%^Microsoft-Windows-Sec%",
          "ComputerName=%^DC01\\.corp\\.example$%", "Sid=%^S-1-5-18$%",
          "User=%^SYSTEM$%", "Type=%^Information$%",
          "$TimeGenerated=%^2025-03-03T%", "$Timestamp=%^2025-03-03T.*Z$%",
          "Keywords=%^Audit Failure$%", "OpCode=%^Info$%",
          "TaskCategory=%^12544$%", "CategoryString=%^12544$%",
          "Category=%^12544$%", "$XmlRegex=%<Event><x/>%"}) {
      CHECK(fits(text));
    }
    CHECK_FALSE(fits("Keywords=%Success%"));
    CHECK_FALSE(fits("$XmlRegex=%<y/>%"));
  }

  TEST_CASE("fields of the event") {
    CHECK(fits("TargetUserName=%^b.b$%"));
    CHECK(fits("LogonType=%^(2|3)$%"));
    CHECK(fits("Data=%^two$%"));
    CHECK(fits("ProcessID=%^652$%"));
    CHECK_FALSE(fits("NoSuchField=%^%"));
    CHECK_FALSE(fits("targetusername=%^%"));
  }

  TEST_CASE("a message is the event's own, or its data line by line") {
    CHECK(fits("Message=%(?m)^TargetUserName: bob$%"));
    CHECK(fits("Message=%LogonType: 3\\none\\ntwo\\n$%"));
    const test::TestEvent rendered(
        kRenderedShape, {test::string_value("Account:\t\tbob failed")});
    const auto passes = [&](const char* text) {
      return test::passes(settings_of({text}, {}), rendered.event());
    };
    CHECK(passes("Message=%^Account:\\s+bob%"));
    CHECK(passes("TaskCategory=%^Logon$%"));
    CHECK(passes("OpCode=%^Go$%"));
    CHECK(passes("Keywords=%^Audit Failure, Other$%"));
    CHECK(passes("Type=%^Error$%"));
    CHECK_FALSE(passes("User=%^%"));
  }

  TEST_CASE("keywords of events that came as text: one text, no elements") {
    const test::TestEvent event(
        "<Event><System><EventID>1</EventID></System><RenderingInfo><Keywords>"
        "Installation, Started</Keywords></RenderingInfo></Event>",
        {});
    CHECK(test::passes(settings_of({"Keywords=%^Installation, Started$%"}, {}),
                       event.event()));
  }

  TEST_CASE(
      "a log that does not say when it wrote a record: the event's time") {
    const test::TestEvent event = logon_event();
    Event text = event.event();
    text.time = test::kLogonTime;
    text.written_time = 0;
    text.stamp = 0x1234567890;
    CHECK(test::passes(settings_of({"$Timestamp=%^2025-03-03T%"}, {}), text));
  }

  TEST_CASE("pairs hold together, lists do each") {
    const auto passes = [](const FilterSettings& settings) {
      const test::TestEvent event = logon_event();
      return test::passes(settings, event.event());
    };
    CHECK_FALSE(fits("EventCode=%4625% LogName=%System%"));
    CHECK(passes(settings_of({"1", "EventCode=%4625% LogName=%Sec%"}, {})));
    CHECK_FALSE(passes(settings_of({"4625"}, {"LogName=%Security%"})));
    CHECK_FALSE(passes(settings_of({}, {"1", "4620-4630"})));
    CHECK(passes(settings_of({}, {"TargetUserName=%eve%"})));
    CHECK(passes(settings_of({"4625"}, {"1"}, "*[System[Level=0]]")));
    CHECK_FALSE(passes(settings_of({"4625"}, {"1"}, "*[System[Level=1]]")));
  }

  TEST_CASE("the XML is made once, and only where nothing else decides") {
    const auto filter = Filter::compile(
        settings_of({"LogName=%Security% $XmlRegex=%y%", "$XmlRegex=%x%"},
                    {"LogName=%System% $XmlRegex=%x%"}));
    REQUIRE(filter.ok());
    test::FixedXml xml("x");
    EventFilter at_work(**filter, xml);
    const test::TestEvent event = logon_event();
    Issues issues;
    CHECK(at_work.wants(event.event(), issues));
    CHECK(xml.asked == 1);
    CHECK(issues.total() == 0);
  }

  TEST_CASE("an event that cannot be judged passes and is counted") {
    const std::string bad = "$XmlRegex=%(a+)+$%";
    for (const auto& settings :
         {settings_of({bad}, {}), settings_of({}, {bad})}) {
      const auto filter = Filter::compile(settings);
      REQUIRE(filter.ok());
      test::FixedXml xml(std::string(60, 'a') + "b");
      EventFilter at_work(**filter, xml);
      const test::TestEvent event = logon_event();
      Issues issues;
      CHECK(at_work.wants(event.event(), issues));
      CHECK(issues.summary() == "filter_undecided=1");
    }
  }

  TEST_CASE("shapes that ceased to exist are forgotten") {
    const auto filter = Filter::compile(
        settings_of({"TargetUserName=%bob%"}, {}, "*[EventData[Data='bob']]"));
    REQUIRE(filter.ok());
    test::FixedXml xml("");
    EventFilter at_work(**filter, xml);
    Issues issues;
    for (int i = 0; i < 3; ++i) {
      const test::TestEvent event = logon_event();
      CHECK(at_work.wants(event.event(), issues));
      at_work.forget_shapes();
    }
  }

  TEST_CASE("what ids, providers, channels and times decide") {
    CHECK(ids_of(selection_of(settings_of({"4624,4700-4720"}, {}))) ==
          "4624-4624 4700-4720 ");
    CHECK(ids_of(selection_of(settings_of({"1-10"}, {"3,4"}))) == "1-2 5-10 ");
    CHECK(ids_of(selection_of(settings_of({}, {"EventCode=%^\\d*$%", "1"})))
              .empty() == false);
    CHECK(ids_of(selection_of(settings_of({"5", "EventCode=%^7$% LogName=%x%"},
                                          {}))) == "5-5 7-7 ");
    // A blacklist that asks for more than ids excludes none of them.
    CHECK(ids_of(selection_of(
              settings_of({"5"}, {"EventCode=%^5$% LogName=%x%"}))) == "5-5 ");
    const Selection query = selection_of(settings_of(
        {"1-9"}, {},
        "*[System[Provider[@Name='A' or @Name='b'] and Channel='System' and "
        "(EventID=3 or EventID=12 or (EventID >= 5 and EventID < 7)) and "
        "TimeCreated[@SystemTime>='2025-01-01T00:00:00Z' and "
        "timediff(@SystemTime) <= 1000]]] and *[EventData[Data='x']]"));
    CHECK(ids_of(query) == "3-3 5-6 ");
    CHECK(query.providers == std::vector<std::string>{"a", "b"});
    CHECK(query.channels == std::vector<std::string>{"system"});
    CHECK(query.since == test::kLogonTime - 1001 * kTicksPerSecond / 1000);
    CHECK(query.until == UINT64_MAX);
  }

  TEST_CASE("alternatives bound only what all of them bound") {
    const Selection query = selection_of(
        settings_of({}, {},
                    "*[System[Channel='Security' and EventID=1]] or "
                    "*[System[Channel='System' and EventID=2]]"));
    CHECK(ids_of(query) == "1-2 ");
    CHECK(query.channels.size() == 2);
    const test::TestEvent event = logon_event();
    CHECK_FALSE(test::passes(
        settings_of({}, {},
                    "*[System[Channel='Security' and EventID=1]] or "
                    "*[System[Channel='System' and EventID=4625]]"),
        event.event()));
  }

  TEST_CASE("a selection that is given is narrowed") {
    Selection given;
    given.event_ids = {{1, 5}};
    given.channels = {"System"};
    given.since = 7;
    const Selection both = selection_of(settings_of({"4-9"}, {}), given);
    CHECK(ids_of(both) == "4-5 ");
    CHECK(both.channels == std::vector<std::string>{"system"});
    CHECK(both.since == 7);
    const auto filter = Filter::compile(settings_of({"9"}, {}));
    REQUIRE(filter.ok());
    const auto none = (*filter)->selection(given, 0);
    REQUIRE_FALSE(none.ok());
    CHECK(none.error().code == ErrorCode::InvalidSetting);
  }

  TEST_CASE("settings of which nothing is left are refused") {
    CHECK(test::compiled(settings_of({"4624-4626"}, {"4620-4630"})) ==
          "whitelist, blacklist together can let no event pass");
    CHECK(test::compiled(settings_of({}, {"*"})) ==
          "blacklist can let no event pass");
    CHECK(test::compiled(settings_of({"1"}, {}, "*[System[EventID=2]]")) ==
          "whitelist, query together can let no event pass");
    CHECK(test::compiled(settings_of({"1", "LogName=%(%"}, {}))
              .starts_with("whitelist: column 11: "));
    CHECK(test::compiled(settings_of({"1-3"}, {"1", "2"})) == "ok");
  }
}

}  // namespace
}  // namespace eventlens
