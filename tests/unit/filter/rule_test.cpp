// The grammar of whitelists and blacklists, and where its errors are told.
#include "filter/rule.h"

#include <doctest/doctest.h>

#include <string>

namespace eventlens::filter {
namespace {

std::string ids_of(const IdSet& ids) {
  std::string text;
  for (const IdRange& range : ids.ranges()) {
    text +=
        std::to_string(range.first) + "-" + std::to_string(range.last) + " ";
  }
  return text;
}

std::string ids(std::string_view text) {
  const auto rule = parse_rule(text);
  return rule.ok() ? ids_of(rule->ids) : rule.error().message;
}

/// The message up to what is accepted.
std::string error(std::string_view text) {
  const auto rule = parse_rule(text);
  if (rule.ok()) {
    return "accepted";
  }
  CHECK(rule.error().code == ErrorCode::InvalidSetting);
  const std::string& message = rule.error().message;
  CHECK(message.find("; accepted: ") != std::string::npos);
  return message.substr(0, message.find("; accepted: "));
}

TEST_SUITE("filter/rule") {
  TEST_CASE("lists of ids") {
    CHECK(ids("4624") == "4624-4624 ");
    CHECK(ids(" 4625, 4624 ,4700 - 4720") == "4624-4625 4700-4720 ");
    CHECK(ids("1-5,3-9,10") == "1-10 ");
    CHECK(ids("*") == "0-4294967295 ");
    CHECK(ids("4294967295,0") == "0-0 4294967295-4294967295 ");
  }

  TEST_CASE("what is wrong in a list is told with its column") {
    CHECK(error("") == "column 1: the filter is empty");
    CHECK(error("4624,") == "column 6: an event id is missing");
    CHECK(error("4624,,4625") == "column 6: an event id is missing");
    CHECK(error("4624 4625") == "column 6: a comma is missing");
    CHECK(error("4624, 9-5") == "column 7: the range ends before it begins");
    CHECK(error("1-") == "column 3: an event id is missing");
    CHECK(error("-1") == "column 1: an event id is missing");
    CHECK(error("1,4294967296") == "column 3: the number is too large");
    CHECK(error("4624,Logon") == "column 6: an event id is missing");
  }

  TEST_CASE("pairs, with any delimiter") {
    for (const char* text :
         {"LogName=%Security%", "LogName=\"Security\"", "LogName=*Security*",
          "logname=/Security/", " LogName = %Security% ",
          "LogName=%Security%\tSourceName=%Audit%"}) {
      CAPTURE(text);
      const auto rule = parse_rule(text);
      REQUIRE(rule.ok());
      CHECK(rule->pairs[0].key == Key{KeyKind::LogName, ""});
      CHECK(rule->pairs[0].regex->found_in("Security") == Answer::Yes);
      CHECK(rule->pairs[0].regex->found_in("System") == Answer::No);
      CHECK(rule->ids.is_all());
    }
  }

  TEST_CASE("cheap keys are asked first") {
    const auto rule = parse_rule(
        "$xmlregex=%a% Message=%b% TargetUserName=%c% Type=%d% "
        "LogName=%e%");
    REQUIRE(rule.ok());
    std::vector<KeyKind> kinds;
    for (const Pair& pair : rule->pairs) {
      kinds.push_back(pair.key.kind);
    }
    CHECK(kinds == std::vector{KeyKind::LogName, KeyKind::Type, KeyKind::Field,
                               KeyKind::Message, KeyKind::Xml});
    CHECK(rule->pairs[2].key.field == "TargetUserName");
  }

  TEST_CASE("an EventCode becomes the ids that it is found in") {
    CHECK(ids("EventCode=%^(4624|4625)$%") == "4624-4625 ");
    CHECK(ids("EventCode=%^46(?!24)2[345]$%") == "4623-4623 4625-4625 ");
    CHECK(ids("EventCode=%^4624$% EventCode=%4%") == "4624-4624 ");
    const auto rule = parse_rule("EventCode=\"4662\" Message=\"x\"");
    REQUIRE(rule.ok());
    CHECK(rule->ids.contains(4662));
    CHECK(rule->ids.contains(14662));
    CHECK_FALSE(rule->ids.contains(4663));
    CHECK(rule->pairs.size() == 1);
  }

  TEST_CASE("an EventCode that takes too long stays an expression") {
    const auto rule = parse_rule("EventCode=%^((\\d?)*)*((\\d?)*)*x|4624$%");
    REQUIRE(rule.ok());
    CHECK(rule->ids.is_all());
    REQUIRE(rule->pairs.size() == 1);
    CHECK(rule->pairs[0].key.kind == KeyKind::EventCode);
  }

  TEST_CASE("what is wrong in pairs is told with its column") {
    CHECK(error("=%a%") == "column 1: \"=%a%\" begins no pair");
    CHECK(error("LogName") == "column 8: \"=\" is missing behind LogName");
    CHECK(error("LogName=Security") ==
          "column 9: the regular expression does not begin with what encloses "
          "it");
    CHECK(error("LogName=%Sec") ==
          "column 9: the regular expression has no end, another %");
    CHECK(error("LogName=%a%b%") ==
          "column 12: the regular expression ends in front of \"b%\"");
    CHECK(error("LogName=%%") == "column 9: the regular expression is empty");
    CHECK(error("LogName=%a(b%") ==
          "column 13: the regular expression is wrong: missing closing "
          "parenthesis");
    CHECK(error("User=%\xC3\xA4% LogName=%[a%").starts_with("column 21: "));
    CHECK(error("$Computer=%a%") ==
          "column 1: no event of a log file has the key $Computer");
    CHECK(error("LogName=%a% SidType=%1%") ==
          "column 13: no event of a log file has the key SidType");
    CHECK(error("EventCode=%^46$% EventCode=%^47$%") ==
          "column 18: no event id fits the expression, or all of them");
    CHECK(error("EventCode=%^Logon$%").starts_with("column 1: no event id"));
  }

  TEST_CASE("the two formats are not mixed") {
    CHECK(error("4624,EventCode=%^4625$%") ==
          "column 15: a pair stands in a list of ids");
    CHECK(error("EventCode=%^4625$% 4624") ==
          "column 20: event ids stand among pairs");
  }

  TEST_CASE("a filter that is too long is refused") {
    CHECK(error("LogName=%" + std::string(70'000, 'a') + "%")
              .find("the filter is too long") != std::string::npos);
  }
}

}  // namespace
}  // namespace eventlens::filter
