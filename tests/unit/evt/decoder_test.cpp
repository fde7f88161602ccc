// One legacy record as an event.
#include "evt/decoder.h"

#include <doctest/doctest.h>

#include <map>
#include <string>

#include "opened_evt.h"

namespace eventlens::evt {
namespace {

using namespace test;

Decoded decoded_from(const EvtRecord& record) {
  return decode_evt(EvtBuilder().add(record).finish());
}

/// The record's fields by name; of several with one name, the last.
std::map<std::string, std::string> fields_from(const EvtRecord& record) {
  const Decoded decoded = decoded_from(record);
  REQUIRE(decoded.events.size() == 1);
  std::map<std::string, std::string> fields;
  for (const auto& [name, value] : decoded.events[0].fields) {
    fields[name] = value;
  }
  return fields;
}

EvtRecord of_type(uint16_t type) {
  EvtRecord record;
  record.type = type;
  return record;
}

TEST_SUITE("evt/decoder") {
  TEST_CASE("what the fixed part says") {
    EvtRecord record;
    record.number = 4711;
    record.generated = 1'040'000'000;
    record.code = 677;
    record.qualifiers = 0x8000;
    record.category = 9;
    record.source = "Security";
    record.computer = "DC1";
    auto fields = fields_from(record);
    CHECK(fields["Provider"] == "Security");
    CHECK(fields["EventID"] == "677");
    CHECK(fields["Qualifiers"] == "32768");
    CHECK(fields["Task"] == "9");
    CHECK(fields["TimeCreated"] == "2002-12-16T00:53:20.0000000Z");
    CHECK(fields["EventRecordID"] == "4711");
    CHECK(fields["Channel"] == "Security");
    CHECK(fields["Computer"] == "DC1");
    CHECK(!fields.contains("UserID"));
  }

  TEST_CASE("levels and keywords by the event's type") {
    const auto rank = [](uint16_t type) {
      auto fields = fields_from(of_type(type));
      return fields["Level"] + " " + fields["Keywords"];
    };
    CHECK(rank(0) == "0 0x80000000000000");
    CHECK(rank(1) == "2 0x80000000000000");
    CHECK(rank(2) == "3 0x80000000000000");
    CHECK(rank(4) == "4 0x80000000000000");
    CHECK(rank(8) == "0 0xa0000000000000");
    CHECK(rank(16) == "0 0x90000000000000");
  }

  TEST_CASE("strings, SID and data") {
    EvtRecord record;
    record.code = 680;
    record.sid = {1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0};
    record.strings = {"alice", "", "krbtgt/CORP"};
    record.data = {0xDE, 0xAD};
    const Decoded decoded = decoded_from(record);
    REQUIRE(decoded.events.size() == 1);
    std::string data;
    for (const auto& [name, value] : decoded.events[0].fields) {
      if (name == "Data" || name == "Binary" || name == "UserID") {
        data += name + "=" + value + ";";
      }
    }
    CHECK(data ==
          "UserID=S-1-5-18;Data=alice;Data=;Data=krbtgt/CORP;Binary=DEAD;");
  }

  TEST_CASE("strings under their names, the others by their place") {
    EvtRecord record;
    record.strings = {"alice", "CORP", "0x7"};
    auto fields = fields_from(record);
    CHECK(fields["User_Name"] == "alice");
    CHECK(fields["Data"] == "CORP");
    CHECK(fields["Failure_Code"] == "0x7");
    for (auto change : {+[](EvtRecord& other) { other.code = 678; },
                        +[](EvtRecord& other) { other.source = "LSA"; },
                        +[](EvtRecord& other) { other.strings.pop_back(); }}) {
      EvtRecord other = record;
      change(other);
      CHECK(!fields_from(other).contains("User_Name"));
    }
  }

  TEST_CASE("names are asked for once per kind of event") {
    EvtBuilder builder;
    for (uint32_t number = 1; number <= 100; ++number) {
      EvtRecord record;
      record.number = number;
      record.strings.resize(1 + number % 2);
      builder.add(record);
    }
    OpenedEvt opened(builder.finish());
    CHECK(opened.read_all().events.size() == 100);
    CHECK(opened.names().asked() == 2);
  }

  TEST_CASE("more kinds of events than answers are kept") {
    EvtBuilder builder(1U << 20);
    for (uint32_t number = 1; number <= 2000; ++number) {
      EvtRecord record;
      record.number = number;
      record.code = static_cast<uint16_t>(number % 2 == 0 ? 677 : number);
      record.strings = {"alice", "CORP", "0x7"};
      builder.add(record);
    }
    const Decoded decoded = decode_evt(builder.finish());
    REQUIRE(decoded.events.size() == 2000);
    for (const DecodedEvent& event : decoded.events) {
      CHECK((event.field("User_Name") == "alice") == (event.event_id == 677));
    }
  }

  TEST_CASE("offsets of what is not there are often garbage") {
    EvtBytes file = EvtBuilder().add({}).finish();
    for (size_t at = 48 + 44; at < 48 + 56; ++at) {
      file[at] = 0xEE;  // SID's offset, data's size and offset
    }
    const Decoded decoded = decode_evt(file);
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("strings that the record cuts off") {
    EvtRecord record;
    record.strings = {"alice", "CORP"};
    EvtBytes file = EvtBuilder().add(record).finish();
    file[48 + 26] = 5;  // five strings
    const Decoded decoded = decode_evt(file);
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.issues.of(Issue::ValueMissing) +
              decoded.issues.of(Issue::ValueCutOff) >
          0);
    CHECK(decoded.events[0].fields.size() >= 11);
  }

  TEST_CASE("strings that begin nowhere") {
    EvtRecord record;
    record.strings = {"alice"};
    EvtBytes file = EvtBuilder().add(record).finish();
    file[48 + 37] = 0xFF;
    const Decoded decoded = decode_evt(file);
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.issues.summary() == "value_missing=1");
  }
}

}  // namespace
}  // namespace eventlens::evt
