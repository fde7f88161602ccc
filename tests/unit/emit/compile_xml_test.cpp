// Shapes to XML: what is left out, what repeats, how it is closed.
#include <doctest/doctest.h>

#include <string>

#include "emit/program.h"
#include "support/shape_text.h"

namespace eventlens {
namespace {

using namespace test;

struct Written {
  std::string text;
  Issues issues;
};

class FixedKnowledge final : public KnowledgeWriter {
 public:
  void write(Buffer& out) override { out.append("<K/>"); }
};

Written write_xml(std::string_view shape, const std::vector<EvtxValue>& values,
                  KnowledgeWriter* knowledge = nullptr) {
  const TestEvent event(shape, values);
  Written written;
  Buffer out;
  out.append("before ");
  run(compile_xml(event.shape()), event.event(), knowledge, out,
      written.issues);
  written.text = out.view().substr(7);
  CHECK(out.view().starts_with("before "));
  return written;
}

std::string xml(std::string_view shape,
                const std::vector<EvtxValue>& values = {}) {
  return write_xml(shape, values).text;
}

TEST_SUITE("emit/compile_xml") {
  TEST_CASE("elements, attributes, text, instructions") {
    CHECK(xml("<a x='1' y='2'><b>t</b><c/><?p d?></a>") ==
          "<a x='1' y='2'><b>t</b><c/><?p d?></a>");
  }

  TEST_CASE("literals are escaped by where they stand") {
    CHECK(xml("<a x='&\"\t'>&>\"\t</a>") ==
          "<a x='&amp;&quot;&#9;'>&amp;&gt;\"\t</a>");
  }

  TEST_CASE("only what was written <x/> is, and only without content") {
    CHECK(xml("<a><b></b><c/></a>") == "<a><b></b><c/></a>");
    CHECK(xml("<a><b>{0}</b></a>") == "<a><b></b></a>");
  }

  TEST_CASE("an element goes with the value it depends on") {
    constexpr std::string_view kShape =
        "<a><b:0 x='1'><c>t</c></b><d>{1}</d></a>";
    CHECK(xml(kShape, {null_value(), string_value("1")}) == "<a><d>1</d></a>");
    CHECK(xml(kShape, {string_value(""), string_value("1")}) ==
          "<a><b x='1'><c>t</c></b><d>1</d></a>");
  }

  TEST_CASE("the root stays whatever it depends on") {
    CHECK(xml("<a:0><b>t</b></a>", {null_value()}) == "<a><b>t</b></a>");
  }

  TEST_CASE("a root that is nothing but one value is there, and once") {
    CHECK(xml("<a>{0?}</a>", {null_value()}) == "<a></a>");
    CHECK(xml("<a>{0}</a>", {string_array_value({})}) == "<a></a>");
    CHECK(xml("<a>{0}</a>", {string_array_value({"1", "2"})}) == "<a>1,2</a>");
  }

  TEST_CASE("an optional value that is Null takes its element with it") {
    CHECK(xml("<a><b>{0?}</b><c>{1}</c></a>") == "<a><c></c></a>");
    CHECK(xml("<a><b>x{0?}y</b></a>") == "<a></a>");
    CHECK(xml("<a><b>{0?}</b></a>", {string_value("")}) == "<a><b></b></a>");
  }

  TEST_CASE("an element that has elements is not taken") {
    CHECK(xml("<a><b>{0?}<c>t</c></b></a>") == "<a><b><c>t</c></b></a>");
  }

  TEST_CASE("an attribute without text is left out") {
    constexpr std::string_view kShape =
        "<r><a x='{0?}' y='{1}' z='' w='1'/></r>";
    CHECK(xml(kShape) == "<r><a w='1'/></r>");
    CHECK(xml(kShape, {string_value(""),
                       string_value(std::u16string_view(u"\0x", 2))}) ==
          "<r><a w='1'/></r>");
    CHECK(xml(kShape, {uint8_value(0), string_value("'")}) ==
          "<r><a x='0' y='&apos;' w='1'/></r>");
  }

  TEST_CASE("an attribute of several parts stays") {
    CHECK(xml("<r><a x='n={0}'/></r>") == "<r><a x='n='/></r>");
    CHECK(xml("<r><a x='{0}{1}'/></r>",
              {string_value("1"), string_value("2")}) == "<r><a x='12'/></r>");
  }

  TEST_CASE("an array repeats the element that it is the content of") {
    const auto items =
        array_value(EvtxType::UInt16, {uint16_value(1), uint16_value(2)});
    CHECK(xml("<a><b>{0}</b></a>", {items}) == "<a><b>1</b><b>2</b></a>");
    CHECK(xml("<a><b N='&'>{0}</b></a>", {items}) ==
          "<a><b N='&amp;'>1</b><b N='&amp;'>2</b></a>");
    CHECK(xml("<a><b>{0}</b></a>", {array_of(EvtxType::UInt16, {})}) ==
          "<a><b></b></a>");
  }

  TEST_CASE("an array repeats an element whose attribute is a value, too") {
    const auto items = string_array_value({"1", "2"});
    constexpr std::string_view kShape = "<a><b N='{1}'>{0}</b><c/></a>";
    CHECK(xml(kShape, {items, string_value("n")}) ==
          "<a><b N='n'>1</b><b N='n'>2</b><c/></a>");
    CHECK(xml(kShape, {string_array_value({}), string_value("n")}) ==
          "<a><b N='n'></b><c/></a>");
    CHECK(xml(kShape, {string_value("x"), string_value("n")}) ==
          "<a><b N='n'>x</b><c/></a>");
    CHECK(xml("<a><b N='{0}'>{0}</b></a>", {items}) ==
          "<a><b N='1'>1</b><b N='2'>2</b></a>");
  }

  TEST_CASE("an optional array that is Null, in an element to repeat") {
    CHECK(xml("<a><b:0 N='{1}'>{0?}</b><c/></a>",
              {null_value(), string_value("n")}) == "<a><c/></a>");
  }

  TEST_CASE("an array among other content is joined with commas") {
    const auto items =
        array_value(EvtxType::UInt16, {uint16_value(1), uint16_value(2)});
    CHECK(xml("<a><b>n={0}</b></a>", {items}) == "<a><b>n=1,2</b></a>");
    CHECK(xml("<r><a x='{0}'/></r>", {items}) == "<r><a x='1,2'/></r>");
  }

  TEST_CASE("the value of another size than its type's is counted") {
    EvtxValue odd = uint32_value(0);
    odd.bytes = {0xAB, 0xCD};
    const Written written = write_xml("<a x='{0}'>{0}</a>", {odd});
    CHECK(written.text == "<a x='ABCD'>ABCD</a>");
    CHECK(written.issues.of(Issue::ValueSizeMismatch) == 2);
  }

  TEST_CASE("knowledge is the last thing in the root element") {
    FixedKnowledge knowledge;
    CHECK(write_xml("<a><b>t</b></a>", {}, &knowledge).text ==
          "<a><b>t</b><K/></a>");
    CHECK(write_xml("<a/>", {}, &knowledge).text == "<a><K/></a>");
    CHECK(write_xml("<a><b>{0?}</b></a>", {}, &knowledge).text ==
          "<a><K/></a>");
    CHECK(write_xml("<a/>", {}).text == "<a></a>");
  }

  TEST_CASE("a value too large for the room that is there") {
    const std::string large(30'000, '&');
    std::string escaped;
    for (size_t i = 0; i < large.size(); ++i) {
      escaped += "&amp;";
    }
    CHECK(xml("<a x='{0}'>{0}</a>", {string_value(large)}) ==
          "<a x='" + escaped + "'>" + escaped + "</a>");
  }
}

}  // namespace
}  // namespace eventlens
