// Splunk's classic event text: where records begin, and what becomes of them.
#include <doctest/doctest.h>

#include <string>

#include "decoded_text.h"
#include "text/classic_decoder.h"

namespace eventlens::text {
namespace {

using namespace test;

/// A record of the newer interface.
constexpr std::string_view kLogonFailure =
    "03/04/2025 01:02:03 PM\n"
    "LogName=Security\n"
    "SourceName=Microsoft Windows security auditing.\n"
    "EventCode=4625\n"
    "EventType=0\n"
    "Type=Information\n"
    "ComputerName=DC1.corp.example\n"
    "TaskCategory=Logon\n"
    "OpCode=Info\n"
    "RecordNumber=4711\n"
    "Keywords=Audit Failure\n"
    "Message=Somebody could not log on.\n"
    "\n"
    "Subject:\n"
    "\tAccount Name:\t\t-\n"
    "\n"
    "Failed Account:\n"
    "\tAccount Name:\t\tanna\n"
    "\tOdd Label (x):\t\t1\n";

/// One of the older interface.
constexpr std::string_view kLegacyFailure =
    "03/04/2005 01:02:04 PM\n"
    "LogName=Security\n"
    "SourceName=Security\n"
    "EventCode=676\n"
    "EventType=16\n"
    "Type=Failure Audit\n"
    "ComputerName=DC1\n"
    "User=SYSTEM\n"
    "Sid=S-1-5-18\n"
    "SidType=1\n"
    "Category=9\n"
    "CategoryString=Account Logon\n"
    "RecordNumber=12\n"
    "Message=Ticket Request Failed:\n"
    " \tUser Name:\tbob\n"
    " \tFailure Code:\t0x6\n";

const KnownLabels& labels() {
  static const KnownLabels labels(
      {{"4625/Subject/Account Name", "SubjectUserName"},
       {"4625/Failed Account/Account Name", "TargetUserName"}});
  return labels;
}

Decoded decode(const std::string& text, Liveness liveness = Liveness::Closed,
               std::string_view zone = "UTC") {
  ClassicDecoder decoder(context_of(labels(), zone));
  return decode_text(text, make_classic_splitter(), decoder, liveness);
}

DecodedEvent only_event(const std::string& text) {
  const Decoded decoded = decode(text);
  REQUIRE(decoded.events.size() == 1);
  CHECK(decoded.counts.failed == 0);
  return decoded.events[0];
}

std::string without(std::string_view record, std::string_view key) {
  std::string text(record);
  const size_t at = text.find("\n" + std::string(key) + "=") + 1;
  return text.erase(at, text.find('\n', at) + 1 - at);
}

std::string with(std::string_view record, std::string_view from,
                 std::string_view to) {
  std::string text(record);
  return text.replace(text.find(from), from.size(), to);
}

TEST_SUITE("text/classic") {
  TEST_CASE("a record of the newer interface") {
    const DecodedEvent event = only_event(std::string(kLogonFailure));
    CHECK(event.event_id == 4625);
    CHECK(event.field("TimeCreated") == "2025-03-04T13:02:03.0000000Z");
    CHECK(event.field("Provider") == "Microsoft-Windows-Security-Auditing");
    CHECK(event.field("Channel") == "Security");
    CHECK(event.field("Computer") == "DC1.corp.example");
    CHECK(event.field("EventRecordID") == "4711");
    CHECK(event.field("Level") == "0");
    CHECK(event.field("Keywords") == "0x8010000000000000");
    CHECK(event.field("SubjectUserName") == "-");
    CHECK(event.field("TargetUserName") == "anna");
    CHECK(event.field("Failed_Account_Odd_Label__x_") == "1");
    CHECK(event.field("RenderingInfo.Level") == "Information");
    CHECK(event.field("Message").starts_with("Somebody could not log on.\n"));
    CHECK(event.field("Message").ends_with("\tOdd Label (x):\t\t1"));
    CHECK(event.issues.empty());
  }

  TEST_CASE("a record of the older interface: EventType is a log's type") {
    const DecodedEvent event = only_event(std::string(kLegacyFailure));
    CHECK(event.event_id == 676);
    CHECK(event.field("Level") == "0");
    CHECK(event.field("Keywords") == "0x90000000000000");
    CHECK(event.field("Task") == "9");
    CHECK(event.field("UserID") == "S-1-5-18");
    CHECK(event.field("User") == "(absent)");
    CHECK(event.field("RenderingInfo.Task") == "Account Logon");
    CHECK(event.field("User_Name") == "bob");
    CHECK(event.field("Failure_Code") == "0x6");
  }

  TEST_CASE("levels of both interfaces") {
    const auto level = [](std::string_view record, std::string_view from,
                          const char* type) {
      return only_event(with(record, from, "EventType=" + std::string(type)))
          .field("Level");
    };
    for (const char* type : {"0", "1", "2", "3", "4", "5"}) {
      CHECK(level(kLogonFailure, "EventType=0", type) == type);
    }
    // Type's text alone is left.
    CHECK(level(kLogonFailure, "EventType=0", "odd") == "(absent)");
    CHECK(level(kLegacyFailure, "EventType=16", "1") == "2");
    CHECK(level(kLegacyFailure, "EventType=16", "2") == "3");
    CHECK(level(kLegacyFailure, "EventType=16", "4") == "4");
    CHECK(level(kLegacyFailure, "EventType=16", "8") == "0");
  }

  TEST_CASE("keywords") {
    const auto keywords = [](const char* text) {
      const DecodedEvent event =
          only_event(with(kLogonFailure, "Audit Failure", text));
      return event.field("Keywords") + " " +
             event.field("RenderingInfo.Keywords");
    };
    CHECK(keywords("Audit Success") == "0x8020000000000000 (absent)");
    CHECK(keywords("Classic") == "0x80000000000000 (absent)");
    CHECK(keywords("Audit Success, Classic") == "0x80a0000000000000 (absent)");
    // Words that have no number here stay words.
    CHECK(keywords("Installation, Started") ==
          "(absent) Installation, Started");
  }

  TEST_CASE("any key but LogName and EventCode may be suppressed") {
    for (const char* key :
         {"SourceName", "EventType", "Type", "ComputerName", "TaskCategory",
          "OpCode", "RecordNumber", "Keywords"}) {
      CAPTURE(key);
      const DecodedEvent event = only_event(without(kLogonFailure, key));
      CHECK(event.event_id == 4625);
      CHECK(event.field("TargetUserName") == "anna");
      CHECK(event.issues.empty());
    }
    const std::string text(kLogonFailure.substr(0, kLogonFailure.find("Mess")));
    CHECK(only_event(text).field("Message") == "(absent)");
    CHECK(only_event(text).field("Keywords") == "0x8010000000000000");
  }

  TEST_CASE("keys that are not Splunk's are kept") {
    CHECK(only_event(with(kLogonFailure, "OpCode=", "Colour=red\nOpCode="))
              .field("Colour") == "red");
    CHECK(only_event(with(kLogonFailure, "TaskC", "User=CORP\\anna\nTaskC"))
              .field("User") == "CORP\\anna");
    CHECK(only_event(with(kLogonFailure, "TaskC", "User=NOT_TRANSLATED\nTaskC"))
              .field("User") == "(absent)");
  }

  TEST_CASE("CRLF, and dates of other spellings") {
    std::string text;
    for (const char c : kLogonFailure) {
      text += c == '\n' ? "\r\n" : std::string(1, c);
    }
    const DecodedEvent event = only_event(text);
    CHECK(event.field("Channel") == "Security");
    CHECK(event.field("TargetUserName") == "anna");
    CHECK(only_event(with(kLogonFailure, "03/04/2025 01:02:03 PM",
                          "03/04/25 13:02:03.250"))
              .field("TimeCreated") == "2025-03-04T13:02:03.2500000Z");
  }

  TEST_CASE("local time") {
    const std::string text(kLogonFailure);
    CHECK(decode(text, Liveness::Closed, "+02:00")
              .events[0]
              .field("TimeCreated") == "2025-03-04T11:02:03.0000000Z");
  }

  TEST_CASE("line breaks that were flattened") {
    std::string text;
    for (const char c : kLogonFailure) {
      text += c == '\n' ? ' ' : c;
    }
    const Decoded decoded = decode(text + "\n" + text + "\n");
    REQUIRE(decoded.events.size() == 2);
    for (const DecodedEvent& event : decoded.events) {
      CHECK(event.event_id == 4625);
      CHECK(event.field("Computer") == "DC1.corp.example");
      CHECK(event.field("Keywords") == "0x8010000000000000");
      CHECK(event.field("TargetUserName") == "anna");
      CHECK(event.issues.empty());
    }
  }

  TEST_CASE("several records, and where they lie") {
    const std::string text =
        std::string(kLogonFailure) + "\n" + std::string(kLegacyFailure);
    const Decoded decoded = decode(text);
    REQUIRE(decoded.events.size() == 2);
    CHECK(decoded.events[1].event_id == 676);
    CHECK(decoded.events[0].file_offset == 0);
    CHECK(decoded.events[1].file_offset == kLogonFailure.size() + 1);
    CHECK(decoded.events[1].record_id == text.size());
    CHECK(decoded.counts.records == 2);
  }

  TEST_CASE("what is no record is counted, white space is not") {
    const std::string record(kLegacyFailure);
    CHECK(decode("\n\n" + record + "\n\n").counts.failed == 0);
    const Decoded decoded = decode("the end of another record\n" + record);
    CHECK(decoded.events.size() == 1);
    CHECK(decoded.counts.failed == 1);
    CHECK(decoded.places().starts_with("record_damaged 0 at 0: 25 characters"));
  }

  TEST_CASE("a log that is written to: its last record is left") {
    const std::string both =
        std::string(kLogonFailure) + std::string(kLegacyFailure);
    CHECK(decode(both, Liveness::Live).events.size() == 1);
    CHECK(decode(std::string(kLogonFailure), Liveness::Live).events.empty());
    CHECK(decode(both, Liveness::Closed).events.size() == 2);
  }

  TEST_CASE("a last record that was cut is marked and given out") {
    for (size_t size = 50; size < kLegacyFailure.size(); ++size) {
      CAPTURE(size);
      const Decoded decoded =
          decode(std::string(kLogonFailure) +
                 std::string(kLegacyFailure.substr(0, size)));
      REQUIRE(decoded.events.size() == 2);
      const bool has_id = kLegacyFailure.find("676") < size;
      CHECK(decoded.events[1].issues == (has_id ? "" : "record_cut_off"));
      CHECK(decoded.events[1].field("Channel") == "Security");
    }
  }

  TEST_CASE("a record that is larger than one may be is marked") {
    const std::string text =
        std::string(kLegacyFailure) + std::string(kLogonFailure);
    Unit unit;
    unit.reserve(text.size());
    std::copy(text.begin(), text.end(), unit.bytes.get());
    unit.size = text.size();
    unit.hints = kRecordCut;
    Decoded decoded;
    CollectingSink sink(decoded);
    ClassicDecoder decoder(context_of(labels()));
    decoder.decode(unit, sink, decoded.issues);
    REQUIRE(decoded.events.size() == 2);
    CHECK(decoded.events[0].issues.empty());
    CHECK(decoded.events[1].issues == "record_cut_off");
  }

  TEST_CASE("labels that come to one name") {
    const DecodedEvent event =
        only_event(with(kLogonFailure, "\tOdd Label (x):\t\t1\n",
                        "\tAccount Name:\t\totto\n\tAccount Name:\t\tada\n"));
    CHECK(event.field("TargetUserName") == "anna");
    CHECK(event.field("Failed_Account_Account_Name") == "otto");
    CHECK(event.field("Failed_Account_Account_Name_2") == "ada");
  }

  TEST_CASE("each label is asked for once") {
    const KnownLabels known;
    ClassicDecoder decoder(context_of(known));
    std::string text;
    for (int i = 0; i < 100; ++i) {
      text += kLogonFailure;
    }
    const Decoded decoded = decode_text(text, make_classic_splitter(), decoder);
    CHECK(decoded.events.size() == 100);
    CHECK(known.asked == 3);
  }

  TEST_CASE("only what is selected") {
    const Selection selection{{{676, 676}}, {}, {}};
    Selector selector(selection);
    ClassicDecoder decoder(context_of(labels()));
    decoder.select(&selector);
    const std::string text =
        std::string(kLogonFailure) + std::string(kLegacyFailure);
    const Decoded decoded = decode_text(text, make_classic_splitter(), decoder);
    CHECK(decoded.events.size() == 1);
    CHECK(decoded.counts.filtered == 1);
  }

  TEST_CASE("UTF-16") {
    std::string text = "\xFF\xFE";
    for (const char c : kLogonFailure) {
      text += c;
      text += '\0';
    }
    const DecodedEvent event = only_event(text);
    CHECK(event.field("TargetUserName") == "anna");
    CHECK(event.record_id == text.size());
  }

  TEST_CASE("what is recognised") {
    CHECK(recognises_classic(kLogonFailure));
    CHECK(recognises_classic(kLegacyFailure));
    CHECK(recognises_classic("cut\n" + std::string(kLegacyFailure)));
    CHECK(!recognises_classic(""));
    CHECK(!recognises_classic("LogName=Security\nEventCode=1\n"));
    CHECK(!recognises_classic("03/04/2025 01:02:03 PM\nLogName=Security\n"));
    CHECK(!recognises_classic("<Event>\n" + std::string(kLegacyFailure)));
    CHECK(!recognises_classic("{\"a\":\"\n" + std::string(kLegacyFailure)));
    CHECK(!recognises_classic("2025-03-04 01:02:03\nLogName=a\nEventCode=1\n"));
  }
}

}  // namespace
}  // namespace eventlens::text
