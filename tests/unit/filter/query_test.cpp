// Event queries: their grammar, what they mean for an event, and where their
// errors are told.
#include <doctest/doctest.h>

#include "filtered.h"

namespace eventlens::filter {
namespace {

using test::logon_event;

bool holds(const std::string& query, Filetime now = test::kLogonTime) {
  CAPTURE(query);
  const test::TestEvent event = logon_event();
  Event found = event.event();
  found.time = test::kLogonTime;
  return test::passes(test::settings_of({}, {}, query), found, now);
}

bool holds_in_data(const std::string& condition) {
  return holds("*[EventData[" + condition + "]]");
}

std::string error(const std::string& query) {
  return test::compiled(test::settings_of({}, {}, query));
}

TEST_SUITE("filter/query") {
  TEST_CASE("an event's id") {
    CHECK(holds("*"));
    CHECK(holds("Event[System]"));
    CHECK(holds("*[System[EventID=4625]]"));
    CHECK(holds("*[System[(EventID=4625)]]"));
    CHECK(holds("*[System/EventID=4625]"));
    CHECK(holds("*/System/EventID=4625"));
    CHECK(holds("Event/System[EventID='4625']"));
    CHECK(holds("*[System[EventID!=4624]]"));
    CHECK(holds("*[System[EventID >= 4620 and EventID <= 4630]]"));
    CHECK(holds("*[System[EventID=1 or EventID=0x1211]]"));
    CHECK_FALSE(holds("*[System[EventID=4624]]"));
    CHECK_FALSE(holds("*[System[EventID<4625]]"));
    CHECK_FALSE(holds("*[System[EventID>4625]]"));
  }

  TEST_CASE("the other values of System") {
    CHECK(holds(
        "*[System[Provider[@Name='Microsoft-Windows-Security-Auditing']]]"));
    CHECK(
        holds("*[System[Provider[@Name='x' or "
              "@Name='microsoft-windows-security-auditing']]]"));
    CHECK_FALSE(holds("*[System[Provider[@Name='Security']]]"));
    CHECK(
        holds("*[System/Provider/@Guid="
              "'{54849625-5478-4994-a5ba-3e3b0328c30d}']"));
    CHECK(holds("*[System[Channel='security' and Level<=0]]"));
    CHECK(holds("*[System[Computer=\"dc01.corp.example\"]]"));
    CHECK(holds("*[System[Execution[@ProcessID=652]]]"));
    CHECK(holds("*[System[EventRecordID=77 and Task=12544 and Opcode=0]]"));
    CHECK(holds("*[System[Security[@UserID='S-1-5-18']]]"));
    CHECK_FALSE(holds("*[System[Correlation]]"));
    CHECK_FALSE(holds("*[System[Version=0]]"));
  }

  TEST_CASE("keywords") {
    CHECK(holds("*[System[band(Keywords,4503599627370496)]]"));
    CHECK_FALSE(holds("*[System[band(Keywords,9007199254740992)]]"));
    CHECK(holds("*[System[band(Keywords, 13510798882111488)]]"));
    CHECK(holds("*[System[Keywords='0x8010000000000000']]"));
    CHECK(holds("*[System[Keywords=0x8010000000000000]]"));
  }

  TEST_CASE("times") {
    const Filetime day_later = test::kLogonTime + 86'400 * kTicksPerSecond;
    const std::string last_day =
        "*[System[TimeCreated[timediff(@SystemTime) <= 86400000]]]";
    CHECK(holds(last_day, day_later));
    CHECK_FALSE(holds(last_day, day_later + kTicksPerSecond));
    // An event of the future has a negative age.
    CHECK(holds(last_day, test::kLogonTime - kTicksPerSecond));
    CHECK(holds("*[System[TimeCreated[timediff(@SystemTime) > 86400000]]]",
                day_later + kTicksPerSecond));
    CHECK(
        holds("*[System[TimeCreated[@SystemTime>='2025-03-03T00:00:00Z' and "
              "@SystemTime<'2025-03-04T00:00:00.000Z']]]"));
    CHECK_FALSE(
        holds("*[System[TimeCreated[@SystemTime>'2025-03-04T00:00:00Z']]]"));
  }

  TEST_CASE("the event's data") {
    CHECK(holds_in_data("Data[@Name='TargetUserName']='bob'"));
    CHECK(holds_in_data("Data[@Name='TargetUserName'] = \"bob\""));
    CHECK_FALSE(holds_in_data("Data[@Name='TargetUserName']='Bob'"));
    CHECK(holds_in_data("Data[@Name='TargetUserName']!='eve'"));
    CHECK_FALSE(holds_in_data("Data[@Name='SubjectUserName']!='eve'"));
    CHECK(holds_in_data("Data[@Name='LogonType']=3"));
    CHECK(holds_in_data("Data[@Name='LogonType']='3'"));
    CHECK(holds_in_data("Data='two'"));
    CHECK(holds_in_data("Data[@Name='TargetUserName']='bob' and Data='one'"));
    CHECK_FALSE(holds_in_data("Data='three'"));
    CHECK(holds("*[EventData/Data='one']"));
    CHECK(holds("*[*/*[@Name='LogonType']>2]"));
    CHECK_FALSE(holds("*[UserData/*/Data='one']"));
    CHECK(
        holds("*[System[EventID=4625]] and "
              "*[EventData[Data[@Name='TargetUserName']='bob']]"));
  }

  TEST_CASE("an element that the event does not have") {
    const test::TestEvent event = logon_event(test::null_value());
    const auto passes = [&](const char* query) {
      return test::passes(test::settings_of({}, {}, query), event.event());
    };
    CHECK_FALSE(passes("*[EventData[Data[@Name='LogonType']]]"));
    CHECK_FALSE(passes("*[EventData[Data[@Name='LogonType']!=2]]"));
    CHECK(passes("*[EventData[Data[@Name='TargetUserName']]]"));
  }

  TEST_CASE("a list of queries") {
    const auto list = [](const std::string& inner) {
      return "<QueryList><Query Id='0' Path='Security'>" + inner +
             "</Query></QueryList>";
    };
    CHECK(holds(list("<Select>*[System[EventID=4625]]</Select>")));
    CHECK(
        holds(list("<Select Path='Security'>*[System[EventID&gt;4624]]"
                   "</Select>")));
    CHECK_FALSE(holds(list("<Select Path='System'>*</Select>")));
    CHECK(holds(list("<Select Path='System'>*</Select><Select>*</Select>")));
    CHECK(holds(list("<Select Path='file://C:\\logs\\a.evtx'>*</Select>")));
    CHECK_FALSE(
        holds(list("<Select>*</Select><Suppress>*[EventData[Data="
                   "'one']]</Suppress>")));
    CHECK(
        holds(list("<Select>*</Select><Suppress Path='System'>*</Suppress>"
                   "<Suppress>*[System[EventID=1]]</Suppress>")));
    CHECK(
        holds("<?xml version=\"1.0\"?>\n<!-- Event Viewer -->\n"
              "<QueryList><Query><Select>*</Select></Query>"
              "<Query Path='System'><Select>*</Select></Query></QueryList>"));
  }

  TEST_CASE("what is wrong is told with its column") {
    CHECK(error("   ") == "query: column 1: the query is empty");
    CHECK(error("System[EventID=1]") ==
          "query: column 1: a query of events does not begin with \"System\"");
    CHECK(error("*[System[EventID=4624]").starts_with("query: column 23: "));
    CHECK(error("*[System[EventID=]]") ==
          "query: column 18: \"]]\" is no number and no text in quotes");
    CHECK(error("*[System[EventID==1]]").starts_with("query: column 18: "));
    CHECK(error("*[System[Level=error]]") ==
          "query: column 16: \"error\" is no number and no text in quotes");
    CHECK(error("*[System[position()=1]]") ==
          "query: column 10: a query of events has no position()");
    CHECK(error("*[EventData[contains(Data,'x')]]") ==
          "query: column 13: a query of events has no contains()");
    CHECK(error("*[System[not(EventID=1)]]").find("no not()") !=
          std::string::npos);
    CHECK(error("*[EventData[Data[1]='x']]").starts_with("query: column 18: "));
    CHECK(error("*[System[Channel='Security]]") ==
          "query: column 18: the text has no closing quote");
    CHECK(error("*[System[EventID=1 xor EventID=2]]")
              .starts_with("query: column 20: "));
    CHECK(error("*[System[TimeCreated[@SystemTime>'yesterday']]]") ==
          "query: column 34: \"yesterday\" is no time");
    CHECK(error("*[System[TimeCreated[timediff(@SystemTime)]]]")
              .starts_with("query: column 43: "));
    CHECK(error("* or //Event").starts_with("query: column 6: "));
    CHECK(error("*[System[EventID=18446744073709551616]]")
              .starts_with("query: column 18: "));
    CHECK(error(std::string(100, '(') + "*").find("too deep") !=
          std::string::npos);
  }

  TEST_CASE("what can never hold is refused with its column") {
    const std::string never = "this condition can never hold for an event";
    CHECK(error("*[System[EventID=1 and EventID=2]]") ==
          "query: column 10: " + never);
    CHECK(error("*[System[EventID=4624]] and *[System[EventID=4625]]") ==
          "query: column 1: " + never);
    CHECK(error("*[System[EventID=70000000000]]") ==
          "query: column 10: " + never);
    CHECK(error("*[System[EventID=3 or (Channel='a' and Channel='b')]]") ==
          "query: column 24: " + never);
    CHECK(error("*[System[TimeCreated[@SystemTime<'2020-01-01T00:00:00Z' and "
                "@SystemTime>'2021-01-01T00:00:00Z']]]")
              .find(never) != std::string::npos);
  }

  TEST_CASE("what is wrong in a list is told with its place") {
    CHECK(error("<QueryList>").starts_with("query: column "));
    CHECK(error("<Query/>") ==
          "query: column 1: the list's outer element is <Query>");
    CHECK(error("<QueryList/>") == "query: the QueryList has no Query");
    CHECK(error("<QueryList><Query/></QueryList>") ==
          "query: Query 1 selects nothing");
    CHECK(error("<QueryList><Query><Select>*</Select><Choose/></Query>"
                "</QueryList>") ==
          "query: the QueryList has <Choose> where it has no place");
    CHECK(error("<QueryList><Query><Select>*</Select></Query><Query>"
                "<Select>*</Select><Suppress>*[x(]</Suppress></Query>"
                "</QueryList>") ==
          "query: Query 2, element 2 (Suppress): column 3: a query of events "
          "has no x()");
    CHECK(error("<QueryList><Query Path='System'><Select>*[System[Channel="
                "'Security']]</Select></Query></QueryList>")
              .find("lets no event pass") != std::string::npos);
    CHECK(error("<QueryList><Query><Select>*</Select><Suppress>*</Suppress>"
                "</Query></QueryList>")
              .find("lets no event pass") != std::string::npos);
  }
}

}  // namespace
}  // namespace eventlens::filter
