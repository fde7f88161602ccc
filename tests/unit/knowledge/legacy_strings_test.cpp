// Which Windows wrote a legacy event, by the number of its strings.
#include "knowledge/legacy_strings.h"

#include <doctest/doctest.h>

#include <string>

#include "knowledge/tables.h"
#include "support/temp_file.h"

namespace eventlens {
namespace {

std::string joined(std::span<const std::string_view> names) {
  std::string text;
  for (const std::string_view name : names) {
    text += std::string(name) + ";";
  }
  return text;
}

TEST_SUITE("knowledge/legacy_strings") {
  TEST_CASE("the number of strings chooses the form") {
    LegacyEvent event;
    event.add({"2000", 1, {"A", {}}});
    event.add({"2003", 1, {"B", {}}});
    event.add({"2003", 2, {"C", {}}});
    event.finish();
    CHECK(joined(event.names(1)) == "A;");
    CHECK(joined(event.names(2)) == "B;C;");
    CHECK(event.names(0).empty());
    CHECK(event.names(3).empty());
  }

  TEST_CASE("forms of the same size: what they agree on") {
    LegacyEvent event;
    event.add({"nt4", 1, {"Name", "TargetUserName"}});
    event.add({"nt4", 2, {"Id", "TargetSid"}});
    event.add({"nt4", 3, {"Assigned", "PrivilegeList"}});
    event.add({"nt4", 4, {"Rest", {}}});
    event.add({"2000", 1, {"Name", "TargetUserName"}});
    event.add({"2000", 2, {"Machine", "TargetDomainName"}});
    event.add({"2000", 3, {"Privileges", "PrivilegeList"}});
    event.add({"2000", 4, {"Other", {}}});
    event.finish();
    CHECK(joined(event.names(4)) == "Name;;Privileges;;");
  }

  TEST_CASE("a row that is missing leaves a string without a name") {
    LegacyEvent event;
    event.add({"nt4", 3, {"C", {}}});
    event.add({"nt4", 1, {"A", {}}});
    event.finish();
    CHECK(joined(event.names(3)) == "A;;C;");
  }

  TEST_CASE("fields of today, each once") {
    LegacyEvent event;
    event.add({"2000", 1, {"Failure_Code", "Status", ModernForm::Hex}});
    event.add({"2003", 1, {"Client", {}}});
    event.add({"2003", 2, {"Failure_Code", "Status", ModernForm::Hex}});
    event.finish();
    REQUIRE(event.fields().size() == 1);
    CHECK(event.fields()[0].modern == "Status");
    CHECK(event.fields()[0].form == ModernForm::Hex);
  }

  TEST_CASE("forms by their names") {
    CHECK(modern_form("hex") == ModernForm::Hex);
    CHECK(modern_form("decimal") == ModernForm::Decimal);
    CHECK(modern_form("luid") == ModernForm::Luid);
    CHECK(modern_form("sid") == ModernForm::Sid);
    CHECK(modern_form("") == ModernForm::Same);
    CHECK(modern_form("what") == ModernForm::Same);
  }

  TEST_CASE("the shipped names") {
    Tables tables;
    const LegacyEvent* event = tables.legacy_event("SECURITY", 677);
    REQUIRE(event != nullptr);
    CHECK(joined(event->names(6)) ==
          "User_Name;User_Domain;Service_Name;Ticket_Options;Failure_Code;"
          "Client_Address;");
    CHECK(event->names(5).empty());
    CHECK(tables.legacy_event("Security", 4769) == nullptr);
    CHECK(tables.legacy_event("LsaSrv", 677) == nullptr);
    CHECK(joined(tables.legacy_event("Security", 673)->names(7))
              .ends_with("Client_Address;"));
    CHECK(joined(tables.legacy_event("Security", 673)->names(10))
              .ends_with("Transited_Services;"));
    // Windows NT 4 and 2000 may have had the second and third one the other
    // way round.
    CHECK(joined(tables.legacy_event("Security", 644)->names(6)) ==
          "Target_Account_Name;;;Caller_User_Name;Caller_Domain;"
          "Caller_Logon_ID;");
  }

  TEST_CASE("rows that make no sense cost only themselves") {
    const test::TempDirectory directory;
    directory.write("eventlens_legacy_strings.csv",
                    "event_id,provider,os,position,field\n"
                    "x,P,2000,1,A\n1,P,2000,0,B\n1,P,2000,4000000000,C\n"
                    "1,P,2000,,D\n1,P,2000,1,\n1,P,2000,1,E\n");
    Tables tables(directory.path());
    REQUIRE(tables.legacy_event("P", 1) != nullptr);
    CHECK(joined(tables.legacy_event("P", 1)->names(1)) == "E;");
  }
}

}  // namespace
}  // namespace eventlens
