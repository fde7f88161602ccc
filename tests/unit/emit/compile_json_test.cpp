// Shapes to one flat JSON object.
#include <doctest/doctest.h>

#include <string>

#include "emit/renderer.h"
#include "support/shape_text.h"

namespace eventlens {
namespace {

using namespace test;

std::string json(std::string_view shape,
                 const std::vector<EvtxValue>& values = {}) {
  Tables tables;
  const Enricher enricher(tables, EnrichLevel::None);
  Renderer renderer(Render::Json, enricher);
  const TestEvent event(shape, values);
  Buffer out;
  out.append("before");
  Issues issues;
  renderer.render(event.event(), {}, out, issues);
  return std::string(out.view().substr(6));
}

/// <Event><EventData>`data`...
std::string data_json(const std::string& data,
                      const std::vector<EvtxValue>& values = {}) {
  return json("<Event><EventData>" + data + "</EventData></Event>", values);
}

/// <Event><System>`system`...
std::string system_json(const std::string& system,
                        const std::vector<EvtxValue>& values = {}) {
  return json("<Event><System>" + system + "</System></Event>", values);
}

TEST_SUITE("emit/compile_json") {
  TEST_CASE("an event of nothing") {
    CHECK(json("<Event/>") == "{}");
    CHECK(json("<Event><System/></Event>") == "{}");
  }

  TEST_CASE("literal data") {
    CHECK(data_json("<Data Name='a'>\"x\"</Data>") == "{\"a\":\"\\\"x\\\"\"}");
  }

  TEST_CASE("data is always text, numbers of <System> are numbers") {
    CHECK(data_json("<Data Name='a'>{0}</Data>", {uint32_value(7)}) ==
          "{\"a\":\"7\"}");
    CHECK(system_json("<EventID>{0}</EventID><Level>{1}</Level>",
                      {uint16_value(4771), uint8_value(0)}) ==
          "{\"EventID\":4771,\"Level\":0}");
  }

  TEST_CASE("a number that came as text is a number where JSON takes it") {
    const auto id = [](const char* text) {
      return system_json("<EventRecordID>{0}</EventRecordID>",
                         {string_value(text)});
    };
    CHECK(id("4771") == "{\"EventRecordID\":4771}");
    CHECK(id("0") == "{\"EventRecordID\":0}");
    CHECK(id("123456789012345") == "{\"EventRecordID\":123456789012345}");
    // More than every reader of JSON keeps exactly.
    CHECK(id("1234567890123456") == "{\"EventRecordID\":\"1234567890123456\"}");
    CHECK(id("007") == "{\"EventRecordID\":\"007\"}");
    CHECK(id("-1") == "{\"EventRecordID\":\"-1\"}");
    CHECK(id("0x12") == "{\"EventRecordID\":\"0x12\"}");
    CHECK(id("1 ") == "{\"EventRecordID\":\"1 \"}");
    CHECK(id("") == "{}");
    CHECK(id("\u0661") == "{\"EventRecordID\":\"\u0661\"}");
  }

  TEST_CASE("a system number of another type or size is text") {
    const auto level = [](EvtxValue value) {
      return system_json("<Level>{0}</Level>", {std::move(value)});
    };
    EvtxValue odd = uint8_value(1);
    odd.bytes = {0x0A, 0x0B};
    const std::string marked = ",\"lens_issue\":\"value_size_mismatch\"}";
    CHECK(level(odd) == "{\"Level\":\"0A0B\"" + marked);
    odd.bytes.clear();
    CHECK(level(odd) == "{}");
    odd.type = 0x06;
    odd.bytes = {1};
    CHECK(level(odd) == "{\"Level\":\"01\"" + marked);
    odd.type = 0x08;
    CHECK(level(odd) == "{\"Level\":\"01\"" + marked);
    odd.type = 0x0A;
    CHECK(level(odd) == "{\"Level\":\"01\"" + marked);
    CHECK(level(int32_value(-3)) == "{\"Level\":\"-3\"}");
    CHECK(level(hex32_value(3)) == "{\"Level\":\"0x3\"}");
    CHECK(level(uint64_value(UINT64_MAX)) ==
          "{\"Level\":18446744073709551615}");
    CHECK(
        level(array_value(EvtxType::UInt8, {uint8_value(1), uint8_value(2)})) ==
        "{\"Level\":[\"1\",\"2\"]}");
  }

  TEST_CASE("empty system fields are left out, empty data is not") {
    CHECK(system_json("<Provider Name='{0}' Guid='{1?}'/><EventID>{2}"
                      "</EventID>") == "{}");
    CHECK(data_json("<Data Name='a'></Data><Data Name='b'>{0}</Data>") ==
          "{\"a\":\"\",\"b\":\"\"}");
  }

  TEST_CASE("optional data that is Null is absent") {
    CHECK(data_json("<Data Name='a'>{0?}</Data><Data:1 Name='b'>x</Data>") ==
          "{}");
    CHECK(data_json("<Data Name='a'>{0?}</Data><Data:1 Name='b'>x</Data>",
                    {string_value(""), uint8_value(1)}) ==
          "{\"a\":\"\",\"b\":\"x\"}");
  }

  TEST_CASE("text and values in one field") {
    CHECK(data_json("<Data Name='a'>\"{0}\" of {1}</Data>",
                    {uint8_value(1), string_value("\\")}) ==
          "{\"a\":\"\\\"1\\\" of \\\\\"}");
    CHECK(data_json("<Data Name='a'>n={0?}</Data>") == "{}");
  }

  TEST_CASE("a field that occurs again is a list of what is there") {
    constexpr const char* kData =
        "<Data>{0}</Data><Data>{1?}</Data><Data>x</Data>";
    CHECK(data_json(kData, {string_value("1"), string_value("2")}) ==
          "{\"Data\":[\"1\",\"2\",\"x\"]}");
    CHECK(data_json(kData) == "{\"Data\":[\"\",\"x\"]}");
    CHECK(data_json("<Data>{0?}</Data><Data>{1?}</Data>") == "{}");
    CHECK(data_json("<Data>{0?}</Data><Data>{1?}</Data>",
                    {string_value("1")}) == "{\"Data\":\"1\"}");
  }

  TEST_CASE("arrays in a list are merged into it") {
    constexpr const char* kData = "<Data>{0}</Data><Data>{1}</Data>";
    CHECK(
        data_json(kData, {string_array_value({"1", "2"}), string_value("3")}) ==
        "{\"Data\":[\"1\",\"2\",\"3\"]}");
    CHECK(data_json(kData, {string_array_value({}), string_value("3")}) ==
          "{\"Data\":[\"\",\"3\"]}");
    CHECK(data_json("<Data>{0}</Data><Data>{1?}</Data>",
                    {string_array_value({"1", "2"})}) ==
          "{\"Data\":[\"1\",\"2\"]}");
  }

  TEST_CASE("an array is a list, of one item it is the item") {
    const auto array = [](const std::vector<std::string>& items) {
      return data_json("<Data Name='a'>{0}</Data>",
                       {string_array_value(items)});
    };
    CHECK(array({"1", "\""}) == "{\"a\":[\"1\",\"\\\"\"]}");
    CHECK(array({"1"}) == "{\"a\":\"1\"}");
    CHECK(array({}) == "{\"a\":\"\"}");
    CHECK(data_json("<Data Name='a'>n={0}</Data>",
                    {string_array_value({"1", "2"})}) == "{\"a\":\"n=1,2\"}");
  }

  TEST_CASE("system fields come first, in one order") {
    CHECK(json("<Event><EventData><Data Name='a'>1</Data></EventData>"
               "<System><Computer>c</Computer><TimeCreated SystemTime='t'/>"
               "<Execution ProcessorID='{0}' ProcessID='{1}'/></System>"
               "</Event>",
               {uint8_value(2), uint32_value(4)}) ==
          "{\"TimeCreated\":\"t\",\"Computer\":\"c\",\"ProcessID\":4,"
          "\"a\":\"1\",\"ProcessorID\":\"2\"}");
  }

  TEST_CASE("values longer than the room that is there") {
    const std::string text =
        data_json("<Data>{0}</Data><Data>{0}</Data><Data Name='b'>{0}</Data>",
                  {string_value(std::string(30'000, '"'))});
    CHECK(text.size() == 3 * 60'000 + std::string("{\"Data\":[\"\",\"\"],"
                                                  "\"b\":\"\"}")
                                          .size());
  }
}

}  // namespace
}  // namespace eventlens
