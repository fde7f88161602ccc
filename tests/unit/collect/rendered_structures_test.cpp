// Structures that few events have, from EVTX bytes to XML and JSON.
#include <doctest/doctest.h>

#include "output_checks.h"
#include "rendered.h"
#include "support/sample_events.h"

namespace eventlens {
namespace {

using namespace test;

struct Texts {
  std::string xml;
  std::string json;
  Issues issues;
};

/// A record of this body as XML and JSON, both looked at.
Texts rendered(const EvtxFragment& body) {
  EvtxBuilder builder;
  builder.add_record(body, sample_time());
  Texts texts;
  const EvtxBytes file = builder.finish();
  const Rendered xml = render_all(file, Render::Xml);
  const Rendered json = render_all(file, Render::Json);
  REQUIRE(xml.texts.size() == 1);
  REQUIRE(json.texts.size() == 1);
  texts = {xml.texts[0], json.texts[0], xml.issues};
  CHECK(wrong_with_xml(texts.xml).empty());
  CHECK(wrong_with_json(texts.json).empty());
  return texts;
}

EvtxElement element(std::string name, std::vector<EvtxNode> children) {
  EvtxElement made;
  made.name = std::move(name);
  made.children = std::move(children);
  return made;
}

/// <Event>`section`</Event>, without a template.
Texts rendered_plain(EvtxElement section) {
  return rendered({{element("Event", {std::move(section)})}});
}

/// <Event>`section`</Event> as a template with these values.
Texts rendered_template(EvtxElement section, std::vector<EvtxValue> values) {
  EvtxTemplateInstance instance;
  instance.definition =
      make_template("test", element("Event", {std::move(section)}));
  instance.values = std::move(values);
  return rendered({{instance}});
}

TEST_SUITE("collect/rendered_structures") {
  TEST_CASE("CDATA, character and entity references, in a template or not") {
    const std::vector<EvtxNode> nodes = {
        EvtxText{"a "},    EvtxEntityRef{"amp"}, EvtxCData{"<b> ]]>"},
        EvtxCharRef{0xE4}, EvtxCharRef{'<'},     EvtxEntityRef{"quot"}};
    const EvtxElement section = element("EventData", {element("Data", nodes)});
    for (const Texts& texts :
         {rendered_plain(section), rendered_template(section, {})}) {
      CHECK(texts.xml ==
            "<Event><EventData><Data>a &amp;&lt;b&gt; ]]&gt;\u00E4&lt;\""
            "</Data></EventData></Event>");
      CHECK(texts.json == "{\"Data\":\"a &<b> ]]>\u00E4<\\\"\"}");
      CHECK(texts.issues.total() == 0);
    }
  }

  TEST_CASE("entity references in attributes of embedded XML (CAPI2)") {
    EvtxElement certificate = element("Certificate", {});
    certificate.attributes = {
        {"subjectName",
         {EvtxText{"O="}, EvtxEntityRef{"quot"}, EvtxText{"A "},
          EvtxEntityRef{"amp"}, EvtxText{" B"}, EvtxEntityRef{"quot"}}}};
    EvtxElement user_data = element("UserData", {});
    user_data.children = {normal_substitution(0, 0x21)};
    const Texts texts = rendered_template(
        user_data,
        {binxml_value({{element("CertGetCertificateChain", {certificate})}})});
    CHECK(texts.xml ==
          "<Event><UserData><CertGetCertificateChain><Certificate "
          "subjectName='O=&quot;A &amp; B&quot;'/></CertGetCertificateChain>"
          "</UserData></Event>");
    CHECK(texts.json ==
          "{\"UserData\":\"CertGetCertificateChain\","
          "\"Certificate.subjectName\":\"O=\\\"A & B\\\"\"}");
    CHECK(texts.issues.total() == 0);
  }

  TEST_CASE("ComplexData is data under its Name") {
    EvtxElement complex = element("ComplexData", {});
    complex.attributes = {text_attribute("Name", "Hashes")};
    complex.children = {normal_substitution(0, 0x01)};
    const Texts texts = rendered_template(element("EventData", {complex}),
                                          {string_value("SHA1=1")});
    CHECK(texts.xml ==
          "<Event><EventData><ComplexData Name='Hashes'>SHA1=1</ComplexData>"
          "</EventData></Event>");
    CHECK(texts.json == "{\"Hashes\":\"SHA1=1\"}");
  }

  TEST_CASE("RenderingInfo of a forwarded event does not hide <System>") {
    EvtxElement info =
        element("RenderingInfo",
                {text_element("Message", "It\r\nfailed"),
                 text_element("Level", "Error"),
                 element("Keywords", {text_element("Keyword", "Audit Failure"),
                                      text_element("Keyword", "Classic")})});
    info.attributes = {text_attribute("Culture", "en-US")};
    const Texts texts = rendered({{element(
        "Event", {element("System", {text_element("Level", "2")}), info})}});
    CHECK(texts.xml ==
          "<Event><System><Level>2</Level></System>"
          "<RenderingInfo Culture='en-US'><Message>It&#13;&#10;failed"
          "</Message><Level>Error</Level><Keywords><Keyword>Audit Failure"
          "</Keyword><Keyword>Classic</Keyword></Keywords></RenderingInfo>"
          "</Event>");
    CHECK(texts.json ==
          "{\"Level\":2,\"RenderingInfo.Culture\":\"en-US\","
          "\"Message\":\"It\\r\\nfailed\",\"RenderingInfo.Level\":\"Error\","
          "\"Keywords.Keyword\":[\"Audit Failure\",\"Classic\"]}");
  }

  TEST_CASE("processing instructions") {
    const Texts texts = rendered(
        {{EvtxProcessingInstruction{"top", "a"},
          element("Event", {element("EventData", {EvtxProcessingInstruction{
                                                     "in", "b?>c"}})})}});
    CHECK(texts.xml ==
          "<?top a?><Event><EventData><?in b?_c?></EventData></Event>");
    CHECK(texts.json == "{\"?top\":\"a\",\"?in\":\"b?_c\"}");
  }

  TEST_CASE("every type of array as the content of a named element") {
    struct Case {
      EvtxValue array;
      std::string first;
      std::string second;
    };
    const EvtxValue guid = guid_value("{00112233-4455-6677-8899-AABBCCDDEEFF}");
    for (const Case& each : std::vector<Case>{
             {array_value(EvtxType::UInt16, {uint16_value(1), uint16_value(2)}),
              "1", "2"},
             {array_value(EvtxType::UInt32, {uint32_value(1), uint32_value(2)}),
              "1", "2"},
             {array_value(EvtxType::Bool, {bool_value(0), bool_value(16)}),
              "false", "true"},
             {array_value(EvtxType::Real32,
                          {real32_value(0.5F), real32_value(1)}),
              "0.500000", "1.000000"},
             {array_value(EvtxType::Guid, {guid, guid}),
              "{00112233-4455-6677-8899-AABBCCDDEEFF}",
              "{00112233-4455-6677-8899-AABBCCDDEEFF}"},
             {array_value(EvtxType::Sid,
                          {sid_value("S-1-5-18"), sid_value("S-1-5-32-544")}),
              "S-1-5-18", "S-1-5-32-544"},
             {array_value(EvtxType::HexInt64,
                          {hex64_value(1), hex64_value(0xABC)}),
              "0x1", "0xabc"}}) {
      EvtxElement data = element("Data", {});
      data.attributes = {text_attribute("Name", "x")};
      data.children = {normal_substitution(0, each.array.type)};
      const Texts texts =
          rendered_template(element("EventData", {data}), {each.array});
      CHECK(texts.xml == "<Event><EventData><Data Name='x'>" + each.first +
                             "</Data><Data Name='x'>" + each.second +
                             "</Data></EventData></Event>");
      CHECK(texts.json ==
            "{\"x\":[\"" + each.first + "\",\"" + each.second + "\"]}");
    }
  }

  TEST_CASE("a name hit by a bit flip is repaired by its stored hash") {
    EvtxBuilder builder;
    builder.add_event(event_4771());
    EvtxImage image = builder.image();
    const size_t name = image.find_text("TimeCreated");
    image.set_byte(name + 14, '?');  // TimeCre?ted
    const Rendered xml = render_all(image.bytes(), Render::Xml);
    REQUIRE(xml.texts.size() == 1);
    std::string whole = render_one(event_4771(), Render::Xml);
    whole.insert(whole.rfind("</Event>"),
                 "<EventLens><Data Name='lens_issue'>name_damaged</Data>"
                 "</EventLens>");
    CHECK(xml.texts[0] == whole);
    CHECK(xml.issues.of(Issue::NameDamaged) > 0);
  }

  TEST_CASE("a log that is damaged in one record shows the others whole") {
    EvtxImage image = sample_log().image();
    image.zero(image.record_offset(1) + 24, 40);
    const Rendered whole = render_all(sample_log().finish(), Render::Xml);
    const Rendered damaged = render_all(image.bytes(), Render::Xml);
    REQUIRE(whole.texts.size() == 5);
    REQUIRE(damaged.texts.size() == 4);
    CHECK(damaged.texts[0] == whole.texts[0]);
    for (size_t i = 1; i < damaged.texts.size(); ++i) {
      CHECK(damaged.texts[i] == whole.texts[i + 1]);
    }
  }
}

}  // namespace
}  // namespace eventlens
