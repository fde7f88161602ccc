// Legacy events under the names and in the spelling of today's.
#include "enrich/legacy.h"

#include <doctest/doctest.h>

#include <string>

#include "support/shape_text.h"

namespace eventlens {
namespace {

using namespace test;

EnrichmentPlan plan_of(const std::string& shape, uint32_t event_id,
                       EnrichLevel level = EnrichLevel::Names) {
  static Tables tables;
  return Enricher(tables, level)
      .plan(shape_from(shape), {"Security"}, event_id);
}

std::string names_of(const EnrichmentPlan& plan) {
  std::string names;
  for (const ModernField& field : plan.modern) {
    names += field.name + "=" + std::to_string(field.part.slot) + ";";
  }
  return names;
}

std::string data(const std::string& name, int slot) {
  return "<Data" + (name.empty() ? "" : " Name='" + name + "'") + ">{" +
         std::to_string(slot) + "}</Data>";
}

std::string event_of(const std::string& content) {
  return "<Event><EventData>" + content + "</EventData></Event>";
}

std::string modern_text(ModernForm form, const std::string& text) {
  const OwnedValue owned(string_value(text));
  Buffer out;
  Buffer scratch;
  append_modern(out, form, owned.value(), Escape::Json, scratch);
  return std::string(out.view());
}

std::string terse(std::string_view text) {
  Buffer out;
  append_terse(out, text);
  return std::string(out.view());
}

TEST_SUITE("enrich/legacy") {
  TEST_CASE("fields under the names of today, and the names of their codes") {
    const EnrichmentPlan plan =
        plan_of(event_of(data("User_Name", 0) + data("Failure_Code", 1) +
                         data("Unheard", 2)),
                677);
    CHECK(names_of(plan) == "TargetUserName=0;Status=1;");
    REQUIRE(plan.coded.size() == 1);
    CHECK(plan.coded[0].name_field == "Failure_Code_name");
    CHECK(plan.coded[0].modern_name_field == "Status_name");
    CHECK(plan.modern_id == "4769");
    CHECK(plan.title.empty());
  }

  TEST_CASE("a name that the event has itself is its own") {
    const EnrichmentPlan plan =
        plan_of(event_of(data("User_Name", 0) + data("TargetUserName", 1) +
                         data("Failure_Code", 2) + data("Status_name", 3)),
                677);
    CHECK(names_of(plan) == "Status=2;");
    REQUIRE(plan.coded.size() == 1);
    CHECK(plan.coded[0].modern_name_field.empty());
  }

  TEST_CASE("which of several values is meant is not known") {
    const EnrichmentPlan plan =
        plan_of(event_of(data("User_Name", 0) + data("User_Name", 1)), 677);
    CHECK(plan.modern.empty());
  }

  TEST_CASE("another event with such fields has no names of today") {
    CHECK(plan_of(event_of(data("User_Name", 0)), 4769).modern.empty());
    CHECK(plan_of(event_of(data("", 0) + data("", 1)), 677).modern.empty());
    CHECK(plan_of(event_of(data("User_Name", 0)), 677, EnrichLevel::None)
              .empty());
  }

  TEST_CASE("an event without fields still names its successor") {
    const EnrichmentPlan plan = plan_of(event_of(""), 512);
    CHECK(plan.modern_id == "4608");
    CHECK_FALSE(plan.empty());
  }

  TEST_CASE("values in the spelling of today") {
    CHECK(modern_text(ModernForm::Hex, "3221225578") == "0xc000006a");
    CHECK(modern_text(ModernForm::Hex, "-1073741718") == "0xc000006a");
    CHECK(modern_text(ModernForm::Hex, "0x07") == "0x7");
    CHECK(modern_text(ModernForm::Hex, "-") == "-");
    CHECK(modern_text(ModernForm::Hex, "68719476736") == "0x1000000000");
    CHECK(modern_text(ModernForm::Decimal, "0x2") == "2");
    CHECK(modern_text(ModernForm::Luid, "(0x0,0x3E7)") == "0x3e7");
    CHECK(modern_text(ModernForm::Luid, "(0x1,0x3E7)") == "0x1000003e7");
    CHECK(modern_text(ModernForm::Luid, "(0x0, 0x3E7)") == "0x3e7");
    for (const char* odd :
         {"", "(", "(0x", "(0x0", "(0x0,", "(0x0,0x3E7", "(0x0,0x3E7)x",
          "0x3e7", "(0x,0x1)", "(0x1FFFFFFFF,0x1)"}) {
      CHECK(modern_text(ModernForm::Luid, odd) == odd);
    }
    CHECK(modern_text(ModernForm::Sid, "%{S-1-5-18}") == "S-1-5-18");
    CHECK(modern_text(ModernForm::Sid, "S-1-5-18") == "S-1-5-18");
    for (const char* odd : {"%{S-1-5-18", "CORP-alice", "%{}", "%{x}"}) {
      CHECK(modern_text(ModernForm::Sid, odd) == odd);
    }
    CHECK(modern_text(ModernForm::Same, "a\"b") == "a\\\"b");
    CHECK(modern_text(ModernForm::Sid, "a\"b") == "a\\\"b");
  }

  TEST_CASE("texts in one line and of bounded length") {
    CHECK(terse("\r\n\t SeBackup\r\n\t\t\tSeRestore \n") ==
          "SeBackup SeRestore");
    CHECK(terse("   ").empty());
    CHECK(terse(std::string(kMaxMessageValue, 'x')) ==
          std::string(kMaxMessageValue, 'x'));
    CHECK(terse(std::string(kMaxMessageValue + 1, 'x')) ==
          std::string(kMaxMessageValue, 'x') + "...");
    std::string wide;
    for (size_t i = 0; i < kMaxMessageValue; ++i) {
      wide += "\u20AC";
    }
    const std::string cut = terse(wide);
    CHECK(cut.size() % 3 == 0);  // whole characters and three dots
    CHECK(cut.size() <= kMaxMessageValue + 6);
  }

  TEST_CASE("a message, unless the event has one") {
    const std::string fields = data("User_Name", 0) + data("Failure_Code", 1);
    const EnrichmentPlan plan = plan_of(
        event_of(fields + "<Binary>{2}</Binary>"), 677, EnrichLevel::Full);
    CHECK(plan.has_message);
    REQUIRE(plan.message.size() == 2);
    CHECK(plan.message[0].label == "User_Name");
    CHECK(plan.message[0].coded == plan.coded.size());
    CHECK(plan.message[1].coded == 0);
    CHECK_FALSE(plan_of(event_of(fields), 677).has_message);
    CHECK_FALSE(plan_of("<Event><EventData>" + fields +
                            "</EventData><RenderingInfo><Message>{2}</Message>"
                            "</RenderingInfo></Event>",
                        677, EnrichLevel::Full)
                    .has_message);
    Tables tables;
    CHECK_FALSE(Enricher(tables, EnrichLevel::Full)
                    .plan(shape_from(event_of(data("Status", 0))),
                          {"Microsoft-Windows-Security-Auditing"}, 4769)
                    .has_message);
  }
}

}  // namespace
}  // namespace eventlens
