// The exact text of events, from EVTX bytes to XML and JSON.
#include <doctest/doctest.h>

#include "output_checks.h"
#include "rendered.h"
#include "support/sample_events.h"

namespace eventlens {
namespace {

using namespace test;

constexpr std::string_view kXmlHead =
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>";

/// The <EventData> of an event with this data.
std::string event_data_xml(std::vector<EvtxDataItem> data) {
  EvtxEvent event = event_4771();
  event.data = std::move(data);
  return cut(render_one(event, Render::Xml), "<EventData", "</EventData>");
}

/// The JSON from its own data on.
std::string event_data_json(std::vector<EvtxDataItem> data) {
  EvtxEvent event = event_4771();
  event.data = std::move(data);
  const std::string text = render_one(event, Render::Json);
  const size_t behind = text.find("\"ThreadID\":1200,");
  return behind == std::string::npos ? "(not there)" : text.substr(behind + 16);
}

TEST_SUITE("collect/rendered_evtx") {
  TEST_CASE("a modern event as XML") {
    CHECK(render_one(event_4771(), Render::Xml) ==
          std::string(kXmlHead) +
              "<System><Provider Name='Microsoft-Windows-Security-Auditing' "
              "Guid='{54849625-5478-4994-A5BA-3E3B0328C30D}'/>"
              "<EventID>4771</EventID><Version>0</Version><Level>0</Level>"
              "<Task>14339</Task><Opcode>0</Opcode>"
              "<Keywords>0x8010000000000000</Keywords>"
              "<TimeCreated SystemTime='2025-03-03T08:00:00.1234567Z'/>"
              "<EventRecordID>1</EventRecordID><Correlation/>"
              "<Execution ProcessID='640' ThreadID='1200'/>"
              "<Channel>Security</Channel>"
              "<Computer>dc01.corp.example</Computer><Security/></System>"
              "<EventData><Data Name='TargetUserName'>svc-sql</Data>"
              "<Data Name='TargetSid'>S-1-5-21-1-2-3-1104</Data>"
              "<Data Name='ServiceName'>krbtgt/CORP</Data>"
              "<Data Name='TicketOptions'>0x40810010</Data>"
              "<Data Name='Status'>0x18</Data>"
              "<Data Name='PreAuthType'>2</Data>"
              "<Data Name='IpAddress'>::ffff:10.0.0.7</Data>"
              "<Data Name='IpPort'>49223</Data></EventData></Event>");
  }

  TEST_CASE("a modern event as JSON") {
    CHECK(render_one(event_4771(), Render::Json) ==
          "{\"TimeCreated\":\"2025-03-03T08:00:00.1234567Z\",\"EventID\":4771,"
          "\"Provider\":\"Microsoft-Windows-Security-Auditing\","
          "\"ProviderGuid\":\"{54849625-5478-4994-A5BA-3E3B0328C30D}\","
          "\"Channel\":\"Security\",\"Computer\":\"dc01.corp.example\","
          "\"EventRecordID\":1,\"Level\":0,\"Task\":14339,\"Opcode\":0,"
          "\"Keywords\":\"0x8010000000000000\",\"Version\":0,"
          "\"ProcessID\":640,\"ThreadID\":1200,"
          "\"TargetUserName\":\"svc-sql\","
          "\"TargetSid\":\"S-1-5-21-1-2-3-1104\","
          "\"ServiceName\":\"krbtgt/CORP\",\"TicketOptions\":\"0x40810010\","
          "\"Status\":\"0x18\",\"PreAuthType\":\"2\","
          "\"IpAddress\":\"::ffff:10.0.0.7\",\"IpPort\":\"49223\"}");
  }

  TEST_CASE("the same event forwarded, without a template") {
    EvtxEvent forwarded = event_4771();
    forwarded.form = EvtxForm::Plain;
    CHECK(render_one(forwarded, Render::Xml) ==
          render_one(event_4771(), Render::Xml));
    CHECK(render_one(forwarded, Render::Json) ==
          render_one(event_4771(), Render::Json));
  }

  TEST_CASE("the same event in every form and dialect reads the same") {
    for (const EvtxForm form : {EvtxForm::Values18, EvtxForm::Values20}) {
      for (const EvtxDialect dialect :
           {EvtxDialect::Windows7, EvtxDialect::Windows10}) {
        EvtxEvent event = event_4771();
        event.form = form;
        event.dialect = dialect;
        CHECK(render_one(event, Render::Xml) ==
              render_one(event_4771(), Render::Xml));
        CHECK(render_one(event, Render::Json) ==
              render_one(event_4771(), Render::Json));
      }
    }
  }

  TEST_CASE("system attributes that are seldom there") {
    EvtxEvent event = event_4771();
    event.qualifiers = 16384;
    event.activity_id = "{00112233-4455-6677-8899-AABBCCDDEEFF}";
    event.related_activity_id = "{FFEEDDCC-BBAA-9988-7766-554433221100}";
    event.user_sid = "S-1-5-18";
    event.data.clear();
    const std::string xml = render_one(event, Render::Xml);
    CHECK(cut(xml, "<EventID", "</EventID>") ==
          "<EventID Qualifiers='16384'>4771</EventID>");
    CHECK(cut(xml, "<Correlation", "/>") ==
          "<Correlation ActivityID='{00112233-4455-6677-8899-AABBCCDDEEFF}' "
          "RelatedActivityID='{FFEEDDCC-BBAA-9988-7766-554433221100}'/>");
    CHECK(cut(xml, "<Security", "/>") == "<Security UserID='S-1-5-18'/>");
    CHECK(xml.ends_with("<EventData></EventData></Event>"));
    const std::string json = render_one(event, Render::Json);
    CHECK(cut(json, "\"EventID\"", "\"Provider\"") ==
          "\"EventID\":4771,\"Qualifiers\":16384,\"Provider\"");
    CHECK(cut(json, "\"ActivityID\"", "}") ==
          "\"ActivityID\":\"{00112233-4455-6677-8899-AABBCCDDEEFF}");
    CHECK(json.ends_with("\"UserID\":\"S-1-5-18\"}"));
  }

  TEST_CASE("an event whose data is UserData") {
    CHECK(cut(render_one(event_1102(), Render::Xml), "<UserData", "</Event>") ==
          "<UserData><LogFileCleared xmlns='http://manifests.microsoft.com/"
          "win/2004/08/windows/eventlog'>"
          "<SubjectUserSid>S-1-5-18</SubjectUserSid>"
          "<SubjectUserName>adm &amp; &lt;co&gt;</SubjectUserName>"
          "</LogFileCleared></UserData></Event>");
    CHECK(cut(render_one(event_1102(), Render::Json), "\"UserData\"", "}") ==
          "\"UserData\":\"LogFileCleared\",\"SubjectUserSid\":\"S-1-5-18\","
          "\"SubjectUserName\":\"adm & <co>\"}");
  }

  TEST_CASE("a classic event: strings repeat their element, then the bytes") {
    CHECK(render_one(event_7036(), Render::Xml) ==
          std::string(kXmlHead) +
              "<System><Provider Name='Service Control Manager' "
              "Guid='{555908D1-A6D7-4695-8E1E-26931D2012F4}' "
              "EventSourceName='Service Control Manager'/>"
              "<EventID Qualifiers='16384'>7036</EventID><Level>4</Level>"
              "<Task>0</Task><Keywords>0x80000000000000</Keywords>"
              "<TimeCreated SystemTime='2025-03-03T08:00:02.1234567Z'/>"
              "<EventRecordID>1</EventRecordID><Channel>System</Channel>"
              "<Computer>dc01.corp.example</Computer><Security/></System>"
              "<EventData><Data>Netlogon</Data><Data>running</Data>"
              "<Binary>0102AB</Binary></EventData></Event>");
    CHECK(cut(render_one(event_7036(), Render::Json), "\"Data\"", "}") ==
          "\"Data\":[\"Netlogon\",\"running\"],\"Binary\":\"0102AB\"}");
  }

  TEST_CASE("a classic event without strings and bytes") {
    EvtxEvent event = event_7036();
    event.classic = EvtxClassicData{};
    CHECK(render_one(event, Render::Xml)
              .ends_with("</System><EventData></EventData></Event>"));
    CHECK(render_one(event, Render::Json).find("\"Data\"") ==
          std::string::npos);
  }

  TEST_CASE("an event without payload has no data but is there") {
    EvtxEvent event = event_4771();
    event.has_payload = false;
    CHECK(render_one(event, Render::Xml).ends_with("</System></Event>"));
    CHECK(render_one(event, Render::Json).ends_with("\"ThreadID\":1200}"));
  }

  TEST_CASE("empty data is present, in both formats") {
    CHECK(event_data_xml({{"a", string_value("")}, {"b", null_value()}}) ==
          "<EventData><Data Name='a'></Data><Data Name='b'></Data>"
          "</EventData>");
    CHECK(event_data_json({{"a", string_value("")}, {"b", null_value()}}) ==
          "\"a\":\"\",\"b\":\"\"}");
  }

  TEST_CASE("unnamed data keeps its empty items in their places") {
    const std::vector<EvtxDataItem> data = {{"", string_value("1")},
                                            {"", string_value("")},
                                            {"", string_value("3")}};
    CHECK(event_data_xml(data) ==
          "<EventData><Data>1</Data><Data></Data><Data>3</Data></EventData>");
    CHECK(event_data_json(data) == "\"Data\":[\"1\",\"\",\"3\"]}");
  }

  TEST_CASE("a name that occurs twice keeps both values") {
    const std::vector<EvtxDataItem> data = {{"IoCount", uint32_value(17)},
                                            {"x", string_value("y")},
                                            {"IoCount", uint32_value(5)}};
    CHECK(event_data_xml(data) ==
          "<EventData><Data Name='IoCount'>17</Data><Data Name='x'>y</Data>"
          "<Data Name='IoCount'>5</Data></EventData>");
    CHECK(event_data_json(data) == "\"IoCount\":[\"17\",\"5\"],\"x\":\"y\"}");
  }

  TEST_CASE("arrays: the element repeats, JSON has a list") {
    const EvtxValue counts =
        array_value(EvtxType::UInt64, {uint64_value(17), uint64_value(5)});
    CHECK(event_data_xml({{"IoCount", counts}}) ==
          "<EventData><Data Name='IoCount'>17</Data>"
          "<Data Name='IoCount'>5</Data></EventData>");
    CHECK(event_data_json({{"IoCount", counts}}) ==
          "\"IoCount\":[\"17\",\"5\"]}");
    const EvtxValue one = array_value(EvtxType::UInt64, {uint64_value(17)});
    CHECK(event_data_json({{"IoCount", one}}) == "\"IoCount\":\"17\"}");
    const EvtxValue none = array_of(EvtxType::UInt64, {});
    CHECK(event_data_xml({{"IoCount", none}}) ==
          "<EventData><Data Name='IoCount'></Data></EventData>");
    CHECK(event_data_json({{"IoCount", none}}) == "\"IoCount\":\"\"}");
  }

  TEST_CASE("string arrays with empty items, blanks and marks") {
    const EvtxValue strings = string_array_value({"a & b", "", "  ", "'\""});
    CHECK(event_data_xml({{"s", strings}}) ==
          "<EventData><Data Name='s'>a &amp; b</Data><Data Name='s'></Data>"
          "<Data Name='s'>  </Data><Data Name='s'>'\"</Data></EventData>");
    CHECK(event_data_json({{"s", strings}}) ==
          "\"s\":[\"a & b\",\"\",\"  \",\"'\\\"\"]}");
  }

  TEST_CASE("NULs end a text, blanks at its end stay") {
    CHECK(event_data_json(
              {{"a", string_value("Advapi  ", TrailingNul::Yes)},
               {"b", string_value(std::u16string_view(u"cut\0off", 7))}}) ==
          "\"a\":\"Advapi  \",\"b\":\"cut\"}");
  }

  TEST_CASE("control characters, line breaks and marks") {
    const std::vector<EvtxDataItem> data = {
        {"a", string_value("\x03<&>\"'\\\r\n\t")}};
    CHECK(event_data_xml(data) ==
          "<EventData><Data Name='a'>\uFFFD&lt;&amp;&gt;\"'\\&#13;&#10;\t"
          "</Data></EventData>");
    CHECK(event_data_json(data) == "\"a\":\"\\u0003<&>\\\"'\\\\\\r\\n\\t\"}");
  }

  TEST_CASE("unpaired surrogates and an odd last byte") {
    EvtxValue text = string_value(u"a\xD800z\xDC00\xD83D\xDE00");
    text.bytes.push_back('x');
    CHECK(event_data_json({{"a", text}}) ==
          "\"a\":\"a\uFFFDz\uFFFD\U0001F600\","
          "\"lens_issue\":\"value_size_mismatch\"}");
  }

  TEST_CASE("names of data need escapes as much as values") {
    CHECK(event_data_xml({{"<a'&\"", string_value("x")}}) ==
          "<EventData><Data Name='&lt;a&apos;&amp;&quot;'>x</Data>"
          "</EventData>");
    CHECK(event_data_json({{"a\"\\", string_value("x")}}) ==
          "\"a\\\"\\\\\":\"x\"}");
  }

  TEST_CASE("a system number whose size does not fit is no bare number") {
    EvtxEvent event = event_4771();
    EvtxTemplateInstance instance;
    instance.definition = make_template("outer", outer_template(event, false));
    instance.values = outer_values(event, 1);
    instance.values[0].bytes = {1, 2, 3};  // Level, which is one byte
    instance.values.push_back(null_value(0, EvtxType::BinXml));
    EvtxBuilder builder;
    builder.add_record({{instance}}, sample_time());
    const Rendered json = render_all(builder.finish(), Render::Json);
    REQUIRE(json.texts.size() == 1);
    CHECK(cut(json.texts[0], "\"Level\"", ",") == "\"Level\":\"010203\",");
    CHECK(wrong_with_json(json.texts[0]).empty());
    CHECK(json.issues.summary() == "value_size_mismatch=1");
  }

  TEST_CASE("a payload that cannot be read is kept as its bytes") {
    EvtxEvent event = event_4771();
    event.payload = EvtxFragment{{EvtxRawBytes{{0xFF, 0x01}}}, false, false};
    CHECK(render_one(event, Render::Xml)
              .ends_with("</System>FF01<EventLens><Data Name='lens_issue'>"
                         "fragment_damaged</Data></EventLens></Event>"));
    CHECK(render_one(event, Render::Json)
              .ends_with(",\"Event\":\"FF01\","
                         "\"lens_issue\":\"fragment_damaged\"}"));
  }
}

}  // namespace
}  // namespace eventlens
