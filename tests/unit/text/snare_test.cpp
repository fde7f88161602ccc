// Snare syslog: heads, separators, ranks, and lines of others.
#include <doctest/doctest.h>

#include <string>

#include "decoded_text.h"
#include "text/snare_decoder.h"

namespace eventlens::text {
namespace {

using namespace test;

constexpr std::string_view kHead = "<13>Mar  4 06:42:17 dc1 ";
constexpr std::string_view kMessage =
    "A ticket was asked for.    Account Information:   Account Name:  anna   "
    "Account Domain:  CORP    Network Information:   Client Address:  "
    "::ffff:10.0.0.5   Client Port:  50000    Additional Information:   "
    "Ticket Options:  0x40810000   Result Code:  0x18    This says what it is.";

/// The line's fields, tabs between them.
std::string line_of(
    std::string_view type,
    std::string_view source = "Microsoft-Windows-Security-Auditing",
    std::string_view user = "N/A") {
  return "MSWinEventLog\t1\tSecurity\t17\tTue Mar 04 06:42:17 2025\t4769\t" +
         std::string(source) + "\t" + std::string(user) + "\tN/A\t" +
         std::string(type) + "\tDC1.corp.example\tKerberos Operations\t\t" +
         std::string(kMessage) + "\t-802301\n";
}

std::string with_tabs_as(std::string_view line, std::string_view other) {
  std::string text;
  for (const char c : line) {
    text += c == '\t' ? other : std::string_view(&c, 1);
  }
  return text;
}

Decoded decode(const std::string& text, Liveness liveness = Liveness::Closed) {
  static const KnownLabels labels(
      {{"4769/Account Information/Account Name", "TargetUserName"},
       {"4769/Network Information/Client Address", "IpAddress"},
       {"4769/Additional Information/Result Code", "Status"}});
  SnareDecoder decoder(context_of(labels));
  return decode_text(text, make_snare_splitter(), decoder, liveness);
}

DecodedEvent only_event(const std::string& text) {
  const Decoded decoded = decode(text);
  REQUIRE(decoded.events.size() == 1);
  CHECK(decoded.counts.failed == 0);
  return decoded.events[0];
}

void check_ticket(const DecodedEvent& event) {
  CHECK(event.event_id == 4769);
  CHECK(event.field("TimeCreated") == "2025-03-04T06:42:17.0000000Z");
  CHECK(event.field("Provider") == "Microsoft-Windows-Security-Auditing");
  CHECK(event.field("Channel") == "Security");
  CHECK(event.field("Computer") == "DC1.corp.example");
  CHECK(event.field("EventRecordID") == "802301");
  CHECK(event.field("Level") == "0");
  CHECK(event.field("Keywords") == "0x8010000000000000");
  CHECK(event.field("TargetUserName") == "anna");
  CHECK(event.field("IpAddress") == "::ffff:10.0.0.5");
  CHECK(event.field("Network_Information_Client_Port") == "50000");
  CHECK(event.field("Status") == "0x18");
  CHECK(event.field("RenderingInfo.Task") == "Kerberos Operations");
  CHECK(event.field("Message") == kMessage);
}

TEST_SUITE("text/snare") {
  TEST_CASE("heads of both RFCs, of none, and escaped tabs") {
    const std::string line = line_of("Failure Audit");
    check_ticket(only_event(std::string(kHead) + line));
    check_ticket(
        only_event("<13>1 2025-03-04T06:42:17.5Z dc1 - - - - " + line));
    check_ticket(only_event(line));
    check_ticket(only_event(std::string(kHead) + with_tabs_as(line, "#011")));
  }

  TEST_CASE("tabs flattened to blanks") {
    check_ticket(only_event(std::string(kHead) +
                            with_tabs_as(line_of("Failure Audit"), " ")));
    // Whose word is which?
    const std::string unclear = with_tabs_as(
        line_of("Failure Audit", "Two Words", "NT AUTHORITY\\SYSTEM"), " ");
    CHECK(decode(unclear).events.empty());
    CHECK(decode(unclear).counts.failed == 1);
  }

  TEST_CASE("types and criticality") {
    const auto rank = [](std::string_view type, std::string_view source = "A") {
      const DecodedEvent event = only_event(line_of(type, source));
      return event.field("Level") + " " + event.field("Keywords");
    };
    CHECK(rank("Success Audit") == "0 0x8020000000000000");
    CHECK(rank("Failure Audit") == "0 0x8010000000000000");
    CHECK(rank("Failure Audit", "Security") == "0 0x90000000000000");
    CHECK(rank("Error") == "2 (absent)");
    CHECK(rank("Warning") == "3 (absent)");
    CHECK(rank("Information") == "4 (absent)");
    CHECK(rank("Something") == "4 (absent)");  // criticality 1
  }

  TEST_CASE("users") {
    CHECK(only_event(line_of("Error", "A", "S-1-5-18")).field("UserID") ==
          "S-1-5-18");
    CHECK(only_event(line_of("Error", "A", "NT AUTHORITY\\SYSTEM"))
              .field("User") == "NT AUTHORITY\\SYSTEM");
    CHECK(only_event(line_of("Error")).field("User") == "(absent)");
  }

  TEST_CASE("record numbers: without a sign, with more behind, or none") {
    const auto number = [](std::string_view end) {
      std::string line = line_of("Error");
      line.replace(line.find("-802301"), 7, end);
      return only_event(line).field("EventRecordID");
    };
    CHECK(number("17") == "17");
    CHECK(number("-17 more: x") == "17");
    CHECK(number("d41d8cd98f00b204e9800998ecf8427e") == "(absent)");
  }

  TEST_CASE("lines of others are passed over and counted") {
    const std::string event = std::string(kHead) + line_of("Failure Audit");
    const std::string other = "<13>Mar  4 06:42:17 host cron[1]: done\n";
    const Decoded decoded =
        decode(other + other + event + "\n" + other + event + event + other);
    CHECK(decoded.events.size() == 3);
    CHECK(decoded.counts.failed == 3);
    CHECK(decoded.issues.of(Issue::RecordDamaged) == 3);
  }

  TEST_CASE("lines that are no whole event are those of others") {
    for (const char* line :
         {"MSWinEventLog", "MSWinEventLog\t1\tSecurity\n",
          "MSWinEventLog\tx\ta\t1\tTue Mar 04 06:42:17 "
          "2025\t1\ta\ta\ta\ta\ta\ta\t\tm\n",
          "MSWinEventLog\t1\ta\t1\tno date\t1\ta\ta\ta\ta\ta\ta\t\tm\n",
          "MSWinEventLog\t1\ta\t1\tTue Mar 04 06:42:17 "
          "2025\tN/A\ta\ta\ta\ta\ta\ta\t\tm\n",
          "MSWinEventLog\t0\t{\"EventID\":4769}\n"}) {
      CAPTURE(line);
      CHECK(decode(line).events.empty());
      CHECK(decode(line).counts.failed == 1);
      CHECK(!recognises_snare(line));
    }
  }

  TEST_CASE("a log that is written to: a line without its end is left") {
    const std::string line = line_of("Error");
    CHECK(decode(line + line.substr(0, line.size() - 1), Liveness::Live)
              .events.size() == 1);
    CHECK(decode(line + line.substr(0, line.size() - 1)).events.size() == 2);
  }

  TEST_CASE("what is recognised") {
    CHECK(recognises_snare(std::string(kHead) + line_of("Error")));
    CHECK(recognises_snare("other line\n" + line_of("Error")));
    CHECK(!recognises_snare(""));
    CHECK(!recognises_snare("<13>Mar  4 06:42:17 host cron[1]: done\n"));
    CHECK(!recognises_snare("{\"line\": \"" + line_of("Error") + "\"}"));
    CHECK(!recognises_snare(std::string(600, 'x') + line_of("Error")));
  }
}

}  // namespace
}  // namespace eventlens::text
