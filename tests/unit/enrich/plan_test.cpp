// Which fields of an event carry which codes, and what follows from them.
#include "enrich/plan.h"

#include <doctest/doctest.h>

#include <string>

#include "support/shape_text.h"

namespace eventlens {
namespace {

using namespace test;

constexpr const char* kSecurity = "Microsoft-Windows-Security-Auditing";

/// <EventData> with one Data per name, values in slots.
std::string shape_of(const std::vector<std::string>& names) {
  std::string text = "<Event><EventData>";
  for (size_t i = 0; i < names.size(); ++i) {
    text += "<Data" + (names[i].empty() ? "" : " Name='" + names[i] + "'") +
            ">{" + std::to_string(i) + "}</Data>";
  }
  return text + "</EventData></Event>";
}

EnrichmentPlan plan_for(Tables& tables, EnrichLevel level,
                        const std::string& shape,
                        const std::vector<std::string>& providers,
                        uint32_t event_id) {
  return Enricher(tables, level).plan(shape_from(shape), providers, event_id);
}

/// The name of what `value` holds in the field Status of that event; "" where
/// none is known.
struct Named {
  std::string name;
  uint64_t unknown = 0;
};

/// Those of all codes in the value, with ';' between them.
struct Names {
  std::string text;
  bool all_known = false;
};

Names names_of(const CodedSlot& coded, const EvtxValue& value,
               std::vector<Value> object_types = {}) {
  const OwnedValue owned(value);
  std::vector<const CodeEntry*> entries;
  Names names;
  names.all_known = find_names(coded, owned.value(), object_types, entries);
  for (const CodeEntry* entry : entries) {
    names.text += (names.text.empty() ? "" : ";") + std::string(entry->name);
  }
  return names;
}

Named name_of_status(uint32_t event_id, const EvtxValue& value) {
  Tables tables;
  const EnrichmentPlan plan = plan_for(
      tables, EnrichLevel::Names, shape_of({"Status"}), {kSecurity}, event_id);
  REQUIRE(plan.coded.size() == 1);
  const Names names = names_of(plan.coded[0], value);
  return {names.text, names.all_known ? 0U : 1U};
}

TEST_SUITE("enrich/plan") {
  TEST_CASE("the same field means another table in another event") {
    CHECK(name_of_status(4771, hex32_value(0x18)).name ==
          "KDC_ERR_PREAUTH_FAILED");
    CHECK(name_of_status(4625, hex32_value(0xC000006D)).name ==
          "STATUS_LOGON_FAILURE");
    // 0x18 is no NTSTATUS that anybody would log.
    CHECK(name_of_status(4625, hex32_value(0x18)).name !=
          "KDC_ERR_PREAUTH_FAILED");
  }

  TEST_CASE("the spellings of a code") {
    for (const EvtxValue& value :
         {hex32_value(0x18), hex64_value(0x18), uint32_value(24),
          int32_value(24), uint8_value(24), string_value("0x18"),
          string_value("0X18"), string_value("24"), string_value(" 24 "),
          string_value("0x00000018"), string_value("0x18", TrailingNul::Yes),
          ansi_value("0x18")}) {
      const Named named = name_of_status(4771, value);
      CHECK(named.name == "KDC_ERR_PREAUTH_FAILED");
      CHECK(named.unknown == 0);
    }
  }

  TEST_CASE("an NTSTATUS that was printed as a signed number") {
    for (const EvtxValue& value :
         {hex32_value(0xC000006D), int32_value(-1073741715),
          string_value("-1073741715"), string_value("3221225581"),
          int64_value(-1073741715), string_value("0xFFFFFFFFC000006D")}) {
      CHECK(name_of_status(4625, value).name == "STATUS_LOGON_FAILURE");
    }
  }

  TEST_CASE("a Kerberos event with an NTSTATUS in its place") {
    CHECK(name_of_status(4769, hex32_value(0xC0000234)).name ==
          "STATUS_ACCOUNT_LOCKED_OUT");
  }

  TEST_CASE("a small number is looked up in the field's own table only") {
    // 0x103 is STATUS_PENDING, but no Kerberos failure.
    const Named named = name_of_status(4769, hex32_value(0x103));
    CHECK(named.name.empty());
    CHECK(named.unknown == 1);
  }

  TEST_CASE("an unknown code is counted, what is no code is not") {
    CHECK(name_of_status(4771, hex32_value(0x7777)).unknown == 1);
    CHECK(name_of_status(4771, string_value("0x1234567890")).unknown == 1);
    for (const EvtxValue& value :
         {string_value("-"), string_value(""), string_value("%%2313"),
          null_value(), binary_value({0x18})}) {
      const Named named = name_of_status(4771, value);
      CHECK(named.name.empty());
      CHECK(named.unknown == 0);
    }
  }

  TEST_CASE("fields are found in any case, and by number among unnamed ones") {
    Tables tables;
    EnrichmentPlan plan = plan_for(tables, EnrichLevel::Names,
                                   shape_of({"STATUS"}), {kSecurity}, 4771);
    REQUIRE(plan.coded.size() == 1);
    CHECK(plan.coded[0].name_field == "Status_name");
    plan = plan_for(tables, EnrichLevel::Names,
                    shape_of({"", "", "", "", "", ""}), {"Kerberos"}, 3);
    REQUIRE(plan.coded.size() == 2);
    CHECK(plan.coded[0].name_field == "Data4_name");
    CHECK(plan.coded[0].part.slot == 3);
    CHECK(plan.coded[1].name_field == "Data6_name");
    CHECK(plan.coded[1].form == CodeForm::InText);
  }

  TEST_CASE("Data[2] of an event whose only Data is a list") {
    Tables tables;
    const EnrichmentPlan plan = plan_for(tables, EnrichLevel::Names,
                                         shape_of({""}), {"NETLOGON"}, 5719);
    REQUIRE(plan.coded.size() == 1);
    CHECK(plan.coded[0].name_field == "Data2_name");
    const auto name_in = [&](const EvtxValue& value) {
      const TestEvent event(shape_of({""}), {value}, 5719);
      std::vector<const CodeEntry*> names;
      (void)find_names(plan.coded[0], coded_value(plan.coded[0], event.event()),
                       {}, names);
      return names.empty() ? std::string() : std::string(names[0]->name);
    };
    CHECK(name_in(string_array_value({"CORP", "%%1311"})) ==
          "ERROR_NO_LOGON_SERVERS");
    CHECK(name_in(string_array_value({"%%1311"})).empty());
    CHECK(name_in(string_value("%%1311")).empty());
  }

  TEST_CASE("texts in the braces that Windows puts around what it names") {
    Tables tables;
    const CodedSlot sid{
        "F_name", {}, {tables.code_table("well_known_sids")}, CodeForm::Text};
    const CodedSlot guid{
        "F_name", {}, {tables.code_table("ad_rights")}, CodeForm::Text};
    CHECK(names_of(sid, string_value("%{S-1-5-18}")).text == "Local System");
    CHECK(names_of(sid, string_value("S-1-5-18")).text == "Local System");
    CHECK(
        names_of(guid, string_value("%{19195a5b-6da0-11d0-afd3-00c04fd930c9}"))
            .text == "domainDNS");
    CHECK(names_of(guid, string_value("%{}")).text.empty());
    CHECK(names_of(guid, string_value("%{")).text.empty());
    CHECK(names_of(guid, string_value("")).text.empty());
  }

  TEST_CASE("rights by the type of object, else by its server") {
    Tables tables;
    const CodedSlot mask{
        "F_name", {}, {tables.code_table("access_masks")}, CodeForm::Mask};
    const auto rights = [&](uint32_t bits, std::string_view type,
                            std::string_view server) {
      return names_of(mask, hex32_value(bits),
                      {Value::of_utf8(type), Value::of_utf8(server)})
          .text;
    };
    CHECK(rights(0x10000, "", "") == "DELETE");
    CHECK(rights(0x100, "%{19195a5b-6da0-11d0-afd3-00c04fd930c9}", "DS") != "");
    CHECK(rights(0x100, "%{19195a5b-6da0-11d0-afd3-00c04fd930c9}", "x") == "");
  }

  TEST_CASE("a code within a text") {
    Tables tables;
    const EnrichmentPlan plan =
        plan_for(tables, EnrichLevel::Names, shape_of({"", "", "", "", "", ""}),
                 {"Kerberos"}, 3);
    REQUIRE(plan.coded.size() == 2);
    const auto name_in = [&](const char* text) {
      return names_of(plan.coded[1], string_value(text)).text;
    };
    CHECK(name_in("no logon servers (0xc000005e)") ==
          "STATUS_NO_LOGON_SERVERS");
    CHECK(name_in("0xC000005E") == "STATUS_NO_LOGON_SERVERS");
    CHECK(name_in("0x, then 0xc000005e") == "STATUS_NO_LOGON_SERVERS");
    CHECK(name_in("3221225566").empty());
    CHECK(name_in("").empty());
    CHECK(name_in("0x").empty());
  }

  TEST_CASE("an event that lacks the coded field has no name of it") {
    Tables tables;
    CHECK(plan_for(tables, EnrichLevel::Names, shape_of({"Other"}), {kSecurity},
                   4771)
              .coded.empty());
    CHECK(plan_for(tables, EnrichLevel::Names, shape_of({"Status"}),
                   {"Another-Provider"}, 4771)
              .coded.empty());
  }

  TEST_CASE("a classic source is known by its EventSourceName, too") {
    Tables tables;
    CHECK(plan_for(tables, EnrichLevel::Names,
                   shape_of({"", "", "", "", "", ""}),
                   {"Microsoft-Windows-Security-Kerberos", "Kerberos"}, 3)
              .coded.size() == 2);
  }

  TEST_CASE("the levels") {
    Tables tables;
    const std::string shape = shape_of({"Status"});
    const EnrichmentPlan none =
        plan_for(tables, EnrichLevel::None, shape, {kSecurity}, 4771);
    CHECK(none.empty());
    const EnrichmentPlan names =
        plan_for(tables, EnrichLevel::Names, shape, {kSecurity}, 4771);
    CHECK(names.coded.size() == 1);
    CHECK(names.title.empty());
    const EnrichmentPlan full =
        plan_for(tables, EnrichLevel::Full, shape, {kSecurity}, 4771);
    CHECK(full.coded.size() == 1);
    CHECK(full.title == "Kerberos pre-authentication failed");
    CHECK_FALSE(full.empty());
    CHECK(plan_for(tables, EnrichLevel::Names, shape, {"Nobody"}, 1).empty());
  }
}

TEST_SUITE("enrich/judge") {
  CodeEntry code_of(uint32_t code, std::string_view verdict) {
    CodeEntry entry;
    entry.code = code;
    entry.verdict = verdict;
    return entry;
  }

  TEST_CASE("a success decides nothing") {
    const CodeEntry success = code_of(0, "expected");
    const Judgement judgement = judge({}, &success);
    CHECK(judgement.deciding == nullptr);
    CHECK(judgement.verdict.empty());
  }

  TEST_CASE("the code's verdict, where no article says more") {
    const CodeEntry code = code_of(0x18, "attack");
    EnrichmentPlan plan;
    CHECK(judge(plan, &code).verdict == "attack");
    plan.by_event.verdict = "benign";
    CHECK(judge(plan, &code).verdict == "attack");
    CHECK(judge(plan, &code).deciding == &code);
  }

  TEST_CASE("an article on just this code in this event says most") {
    const CodeEntry code = code_of(0x18, "attack");
    EnrichmentPlan plan;
    plan.by_code = {{0x7, {{}, "expected"}}, {0x18, {{}, "benign"}}};
    const Judgement judgement = judge(plan, &code);
    CHECK(judgement.verdict == "benign");
    CHECK(judgement.by_code == &plan.by_code[1].knowledge);
  }

  TEST_CASE("what an article says of the event, where the code says nothing") {
    EnrichmentPlan plan;
    plan.by_event.verdict = "benign";
    CHECK(judge(plan, nullptr).verdict == "benign");
    const CodeEntry unknown = code_of(0x18, "unknown");
    CHECK(judge(plan, &unknown).verdict == "benign");
    plan.by_event.verdict = {};
    CHECK(judge(plan, &unknown).verdict == "unknown");
    CHECK(judge(plan, nullptr).verdict.empty());
  }
}

}  // namespace
}  // namespace eventlens
