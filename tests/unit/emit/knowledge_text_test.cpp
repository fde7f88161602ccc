// What enrichment adds to an event, in both formats. The tables are small ones
// of the test's own, so that the lookups may change.
#include "emit/knowledge_text.h"

#include <doctest/doctest.h>

#include <string>

#include "emit/renderer.h"
#include "support/shape_text.h"
#include "support/temp_file.h"

namespace eventlens {
namespace {

using namespace test;

constexpr std::string_view kShape =
    "<Event><System><Provider Name='P'/><EventID>{0}</EventID></System>"
    "<EventData><Data Name='Status'>{1}</Data><Data Name='SubStatus'>{2}"
    "</Data><Data Name='Fixed'>0x7</Data></EventData></Event>";

class OwnTables {
 public:
  OwnTables() {
    directory_.write("eventlens_kerberos_failure_codes.csv",
                     "code,name,meaning,verdict\n0x0,OK,fine,expected\n"
                     "0x7,UNKNOWN_SPN,?,config\n0x18,\"A&B<\"\"\",?,attack\n"
                     "0x19,NO_VERDICT,?,unknown\n");
    directory_.write("eventlens_ntstatus.csv",
                     "code,name,meaning\n0xC0000001,BAD,?\n");
    directory_.write("eventlens_coded_fields.csv",
                     "provider,event_id,field,code_tables,form\n"
                     "P,1,Status,kerberos_failure_codes,whole\n"
                     "P,1,SubStatus,kerberos_failure_codes,whole\n"
                     "P,2,Fixed,kerberos_failure_codes,whole\n"
                     "P,5,Status,kerberos_failure_codes,whole\n"
                     "P,6,Status,kerberos_ticket_options,mask\n"
                     "P,6,SubStatus,message_parameters,parameters\n"
                     "P,7,Status,well_known_sids,text\n"
                     "P,7,SubStatus,logon_types,whole\n");
    directory_.write("eventlens_kerberos_ticket_options.csv",
                     "code,name,meaning\n0x1,validate,?\n"
                     "0x40000000,\"forward\"\"able\",?\n");
    directory_.write("eventlens_message_parameters.csv",
                     "code,name,meaning\n1537,DELETE,?\n1538,READ,?\n");
    directory_.write("eventlens_well_known_sids.csv",
                     "sid,name,meaning\nS-1-5-18,System,?\n"
                     "S-1-5-19,S-1-5-19,?\n");
    directory_.write("eventlens_logon_types.csv",
                     "code,name,meaning\n3,Network,?\n");
    directory_.write("eventlens_legacy_strings.csv",
                     "event_id,provider,os,position,field,modern_field,"
                     "modern_form\n"
                     "5,P,2000,1,Status,NewStatus,hex\n"
                     "5,P,2000,2,SubStatus,<New&Sub>,\n"
                     "5,P,2000,3,Fixed,Status,\n");
    directory_.write("eventlens_events.csv",
                     "event_id,provider,title,modern_id,generation\n"
                     "1,P,Ti<t>le,4771,modern\n5,P,Ol<d>,4769,legacy\n");
    directory_.write("eventlens_kb_articles.csv",
                     "article,title,url\nQ1,One,https://k/1?a&b\n"
                     "Q2,Two,https://k/2\nQ3,Three,https://k/3\n"
                     "Q4,Four,https://k/4\n");
    directory_.write("eventlens_kb_events.csv",
                     "event_id,provider,code,article,verdict,rank\n"
                     "1,P,,Q1,,3\n1,P,,Q2,,4\n1,P,,Q3,,5\n1,P,,Q4,,6\n"
                     "1,P,0x7,Q4,benign,2\n"
                     "3,P,,Q1,expected,1\n4,P,,Q1,benign,3\n,,0x18,Q2,,1\n");
  }
  Tables& tables() { return tables_; }

 private:
  TempDirectory directory_;
  Tables tables_{directory_.path()};
};

struct Added {
  std::string text;
  Issues issues;
};

/// The whole event, cut where its own data ends.
Added added(Render render, EnrichLevel level, uint32_t event_id,
            const EvtxValue& status = null_value(),
            const EvtxValue& sub_status = null_value()) {
  OwnTables own;
  const Enricher enricher(own.tables(), level);
  Renderer renderer(render, enricher);
  const TestEvent event(
      kShape,
      {uint16_value(static_cast<uint16_t>(event_id)), status, sub_status},
      event_id);
  Event with_place = event.event();
  with_place.file_offset = 4608;
  Added added;
  Buffer out;
  renderer.render(with_place, {"/logs/<a>\".evtx"}, out, added.issues);
  const std::string text(out.view());
  const std::string_view end =
      render == Render::Xml ? "</EventData>" : "\"Fixed\":\"0x7\"";
  const size_t at = text.find(end);
  REQUIRE(at != std::string::npos);
  added.text = text.substr(at + end.size());
  return added;
}

std::string names_xml(uint32_t event_id, const EvtxValue& status,
                      const EvtxValue& sub_status = null_value()) {
  return added(Render::Xml, EnrichLevel::Names, event_id, status, sub_status)
      .text;
}

std::string names_json(uint32_t event_id, const EvtxValue& status,
                       const EvtxValue& sub_status = null_value()) {
  return added(Render::Json, EnrichLevel::Names, event_id, status, sub_status)
      .text;
}

const std::string kModernIdOf1 =
    "<EventLens><Data Name='lens_modern_id'>4771</Data></EventLens></Event>";
const std::string kPlaceXml =
    "<Data Name='lens_file'>/logs/&lt;a&gt;\".evtx</Data>"
    "<Data Name='lens_position'>4608</Data></EventLens></Event>";
const std::string kPlaceJson =
    ",\"lens_file\":\"/logs/<a>\\\".evtx\",\"lens_position\":\"4608\"}";

TEST_SUITE("emit/knowledge_text") {
  TEST_CASE("no enrichment adds nothing") {
    CHECK(added(Render::Xml, EnrichLevel::None, 1, hex32_value(7)).text ==
          "</Event>");
    CHECK(added(Render::Json, EnrichLevel::None, 1, hex32_value(7)).text ==
          "}");
  }

  TEST_CASE("names of codes in an element of their own") {
    CHECK(names_xml(1, hex32_value(7)) ==
          "<EventLens><Data Name='Status_name'>UNKNOWN_SPN</Data>"
          "<Data Name='lens_modern_id'>4771</Data></EventLens></Event>");
    CHECK(names_xml(1, hex32_value(0x18), hex32_value(0)) ==
          "<EventLens><Data Name='Status_name'>A&amp;B&lt;\"</Data>"
          "<Data Name='SubStatus_name'>OK</Data>"
          "<Data Name='lens_modern_id'>4771</Data></EventLens></Event>");
    CHECK(names_json(1, hex32_value(0x18), hex32_value(0)) ==
          ",\"Status_name\":\"A&B<\\\"\",\"SubStatus_name\":\"OK\","
          "\"lens_modern_id\":\"4771\"}");
  }

  TEST_CASE("a code that is a literal of the shape") {
    CHECK(names_xml(2, null_value()) ==
          "<EventLens><Data Name='Fixed_name'>UNKNOWN_SPN</Data></EventLens>"
          "</Event>");
  }

  TEST_CASE("nothing to add leaves no element behind") {
    CHECK(names_xml(3, string_value("-")) == "</Event>");
    CHECK(names_json(3, string_value("-")) == "}");
    CHECK(names_xml(9, hex32_value(7)) == "</Event>");
  }

  TEST_CASE("an unknown code is counted") {
    const Added unknown =
        added(Render::Xml, EnrichLevel::Names, 1, hex32_value(0x999));
    CHECK(unknown.text == kModernIdOf1);
    CHECK(unknown.issues.summary() == "unknown_code=1");
  }

  TEST_CASE("several names are a list in JSON, elements in XML") {
    const auto full = [](Render render, const char* parameters) {
      return added(render, EnrichLevel::Full, 6, hex32_value(0x40000001),
                   string_value(parameters))
          .text;
    };
    CHECK(full(Render::Json, "%%1537\r\n\t%%1538") ==
          ",\"Status_name\":[\"forward\\\"able\",\"validate\"],"
          "\"SubStatus_name\":[\"DELETE\",\"READ\"]" +
              kPlaceJson);
    CHECK(full(Render::Xml, "%%1538") ==
          "<EventLens><Data Name='Status_name'>forward\"able</Data>"
          "<Data Name='Status_name'>validate</Data>"
          "<Data Name='SubStatus_name'>READ</Data>" +
              kPlaceXml);
    // They do not say why something failed.
    CHECK(names_json(6, hex32_value(0x40000001)) == "}");
  }

  TEST_CASE("bits and parameters that no table has are counted, once a value") {
    const Added unknown =
        added(Render::Json, EnrichLevel::Full, 6, hex32_value(0x40000006),
              string_value("%%1 %%2 %% %%1537"));
    CHECK(unknown.text ==
          ",\"Status_name\":\"forward\\\"able\",\"SubStatus_name\":\"DELETE\"" +
              kPlaceJson);
    CHECK(unknown.issues.summary() == "unknown_code=2");
  }

  TEST_CASE("a text that no table has, or that is its own name, adds nothing") {
    const auto full = [](const char* sid) {
      return added(Render::Json, EnrichLevel::Full, 7, string_value(sid));
    };
    CHECK(names_json(7, string_value("S-1-5-18")) == "}");
    CHECK(full("S-1-5-18").text == ",\"Status_name\":\"System\"" + kPlaceJson);
    CHECK(full("S-1-5-19").text == kPlaceJson);
    CHECK(full("S-1-5-21-1-2-3-4").text == kPlaceJson);
    CHECK(full("S-1-5-21-1-2-3-4").issues.summary() == "none");
  }

  TEST_CASE("only a status is a reason") {
    CHECK(
        added(Render::Json, EnrichLevel::Full, 7, null_value(), uint32_value(3))
            .text == ",\"SubStatus_name\":\"Network\"" + kPlaceJson);
  }

  TEST_CASE("full: title, reason, verdict, articles, place") {
    CHECK(added(Render::Xml, EnrichLevel::Full, 1, hex32_value(0x18)).text ==
          "<EventLens><Data Name='Status_name'>A&amp;B&lt;\"</Data>"
          "<Data Name='lens_title'>Ti&lt;t&gt;le</Data>"
          "<Data Name='lens_reason'>A&amp;B&lt;\"</Data>"
          "<Data Name='lens_verdict'>attack</Data>"
          "<Data Name='lens_modern_id'>4771</Data>"
          "<Data Name='lens_kb'>Q1</Data><Data Name='lens_kb'>Q2</Data>"
          "<Data Name='lens_kb'>Q3</Data>"
          "<Data Name='lens_kb_url'>https://k/1?a&amp;b</Data>"
          "<Data Name='lens_kb_url'>https://k/2</Data>"
          "<Data Name='lens_kb_url'>https://k/3</Data>" +
              kPlaceXml);
    CHECK(added(Render::Json, EnrichLevel::Full, 1, hex32_value(0x18)).text ==
          ",\"Status_name\":\"A&B<\\\"\",\"lens_title\":\"Ti<t>le\","
          "\"lens_reason\":\"A&B<\\\"\",\"lens_verdict\":\"attack\","
          "\"lens_modern_id\":\"4771\",\"lens_kb\":[\"Q1\",\"Q2\",\"Q3\"],"
          "\"lens_kb_url\":[\"https://k/1?a&b\",\"https://k/2\","
          "\"https://k/3\"]" +
              kPlaceJson);
  }

  TEST_CASE("an article about the code comes first, and its verdict holds") {
    const std::string text =
        added(Render::Json, EnrichLevel::Full, 1, hex32_value(7)).text;
    CHECK(text.find("\"lens_kb\":[\"Q4\",\"Q1\",\"Q2\"]") != std::string::npos);
    CHECK(text.find("\"lens_verdict\":\"benign\"") != std::string::npos);
  }

  TEST_CASE("the last code that is no success decides") {
    const auto reason = [](uint32_t status, uint32_t sub_status) {
      const std::string text =
          added(Render::Json, EnrichLevel::Full, 1, hex32_value(status),
                hex32_value(sub_status))
              .text;
      const size_t at = text.find("\"lens_reason\":\"");
      return at == std::string::npos
                 ? std::string()
                 : text.substr(at + 15, text.find('"', at + 15) - at - 15);
    };
    CHECK(reason(0x19, 0x7) == "UNKNOWN_SPN");
    CHECK(reason(0x7, 0x0) == "UNKNOWN_SPN");
    CHECK(reason(0x0, 0x0).empty());
    CHECK(reason(0x0, 0x19) == "NO_VERDICT");
  }

  TEST_CASE("one article is no list; a verdict needs the event in its title") {
    CHECK(added(Render::Json, EnrichLevel::Full, 3).text ==
          ",\"lens_verdict\":\"expected\",\"lens_kb\":\"Q1\","
          "\"lens_kb_url\":\"https://k/1?a&b\"" +
              kPlaceJson);
    CHECK(added(Render::Json, EnrichLevel::Full, 4).text ==
          ",\"lens_kb\":\"Q1\",\"lens_kb_url\":\"https://k/1?a&b\"" +
              kPlaceJson);
  }

  TEST_CASE("values of a legacy event under the names of today") {
    // Status is the event's own name, so Fixed does not get it.
    CHECK(names_xml(5, string_value("7"), string_value("a<b")) ==
          "<EventLens><Data Name='Status_name'>UNKNOWN_SPN</Data>"
          "<Data Name='NewStatus_name'>UNKNOWN_SPN</Data>"
          "<Data Name='NewStatus'>0x7</Data>"
          "<Data Name='&lt;New&amp;Sub&gt;'>a&lt;b</Data>"
          "<Data Name='lens_modern_id'>4769</Data></EventLens></Event>");
    CHECK(names_json(5, string_value("7"), string_value("a\"b")) ==
          ",\"Status_name\":\"UNKNOWN_SPN\","
          "\"NewStatus_name\":\"UNKNOWN_SPN\",\"NewStatus\":\"0x7\","
          "\"<New&Sub>\":\"a\\\"b\",\"lens_modern_id\":\"4769\"}");
    CHECK(names_json(5, string_value(""), null_value()) ==
          ",\"lens_modern_id\":\"4769\"}");
  }

  TEST_CASE("full: a legacy event in one line") {
    const auto message = [](const EvtxValue& status, const EvtxValue& other) {
      const std::string text =
          added(Render::Xml, EnrichLevel::Full, 5, status, other).text;
      const std::string_view begin = "<Data Name='lens_message'>";
      const size_t at = text.find(begin);
      return at == std::string::npos
                 ? std::string()
                 : text.substr(at + begin.size(),
                               text.find("</Data>", at) - at - begin.size());
    };
    CHECK(message(string_value("7"), string_value("a\r\n\tb")) ==
          "Ol&lt;d&gt;: Status=7 (UNKNOWN_SPN), SubStatus=a b, Fixed=0x7");
    CHECK(message(string_value("-"), string_value("")) ==
          "Ol&lt;d&gt;: Fixed=0x7");
    CHECK(message(string_value(std::string(5000, 'x')), null_value()) ==
          "Ol&lt;d&gt;: Status=" + std::string(160, 'x') + "..., Fixed=0x7");
    CHECK(added(Render::Xml, EnrichLevel::Full, 1).text.find("lens_message") ==
          std::string::npos);
  }

  TEST_CASE("an event that nobody knows still says where it lies") {
    CHECK(added(Render::Json, EnrichLevel::Full, 9).text == kPlaceJson);
    CHECK(added(Render::Xml, EnrichLevel::Full, 9).text ==
          "<EventLens>" + kPlaceXml);
  }
}

}  // namespace
}  // namespace eventlens
