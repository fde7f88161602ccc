// Array values: where their items end, and their text.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "event/value.h"
#include "support/padded_bytes.h"

namespace eventlens {
namespace {

using namespace test;
using Texts = std::vector<std::string>;

Texts items_of(const EvtxValue& array) {
  const OwnedValue owned(array);
  Texts texts;
  ArrayItems items(owned.value());
  while (const auto item = items.next()) {
    Buffer out;
    append_value(out, *item, Escape::Raw);
    texts.emplace_back(out.view());
    REQUIRE(texts.size() < 100);
  }
  CHECK(count_items(owned.value()) == texts.size());
  return texts;
}

std::string joined(const EvtxValue& array, Escape escape = Escape::Raw) {
  const OwnedValue owned(array);
  Buffer out;
  append_value(out, owned.value(), escape);
  return std::string(out.view());
}

TEST_SUITE("event/arrays") {
  TEST_CASE("every type of a fixed size") {
    CHECK(items_of(
              array_value(EvtxType::Int8, {int8_value(-1), int8_value(2)})) ==
          Texts{"-1", "2"});
    CHECK(items_of(array_value(EvtxType::UInt16,
                               {uint16_value(1), uint16_value(2)})) ==
          Texts{"1", "2"});
    CHECK(items_of(array_value(EvtxType::UInt32, {uint32_value(7)})) ==
          Texts{"7"});
    CHECK(items_of(array_value(EvtxType::UInt64,
                               {uint64_value(1), uint64_value(2)})) ==
          Texts{"1", "2"});
    CHECK(items_of(array_value(EvtxType::Real64, {real64_value(0.5)})) ==
          Texts{"0.500000"});
    CHECK(
        items_of(array_value(EvtxType::Bool, {bool_value(0), bool_value(9)})) ==
        Texts{"false", "true"});
    CHECK(items_of(array_value(EvtxType::FileTime, {filetime_value(0)})) ==
          Texts{"1601-01-01T00:00:00.0000000Z"});
    CHECK(items_of(array_value(EvtxType::SystemTime, {systemtime_value({})})) ==
          Texts{"1601-01-01T00:00:00.0000000Z"});
    CHECK(items_of(array_value(EvtxType::HexInt32,
                               {hex32_value(10), hex32_value(11)})) ==
          Texts{"0xa", "0xb"});
    const EvtxValue guid = guid_value("{00112233-4455-6677-8899-AABBCCDDEEFF}");
    CHECK(items_of(array_value(EvtxType::Guid, {guid, guid})).size() == 2);
  }

  TEST_CASE("SIDs say their own length") {
    CHECK(items_of(array_value(EvtxType::Sid,
                               {sid_value("S-1-5-18"), sid_value("S-1-0"),
                                sid_value("S-1-5-21-1-2-3-500")})) ==
          Texts{"S-1-5-18", "S-1-0", "S-1-5-21-1-2-3-500"});
    EvtxValue cut = array_value(EvtxType::Sid, {sid_value("S-1-5-18")});
    cut.bytes.push_back(1);
    CHECK(items_of(cut) == Texts{"S-1-5-18", "01"});
  }

  TEST_CASE("strings end at a NUL; empty ones are items") {
    CHECK(items_of(string_array_value({"a", "", "bc"})) ==
          Texts{"a", "", "bc"});
    CHECK(items_of(string_array_value({""})) == Texts{""});
    CHECK(items_of(string_array_value({})).empty());
  }

  TEST_CASE("a last string without NUL, and an odd byte behind") {
    EvtxValue array = string_array_value({"a"});
    const EvtxBytes more = utf16_bytes("bc", TrailingNul::No);
    array.bytes.insert(array.bytes.end(), more.begin(), more.end());
    CHECK(items_of(array) == Texts{"a", "bc"});
    array.bytes.push_back('x');
    CHECK(items_of(array) == Texts{"a", "bc"});
    CHECK(items_of(array_of(EvtxType::String, {'x'})) == Texts{""});
  }

  TEST_CASE("ANSI strings") {
    CHECK(items_of(array_of(EvtxType::AnsiString, {'a', 0, 0, 'b'})) ==
          Texts{"a", "", "b"});
  }

  TEST_CASE("a shorter last piece is an item, shown as its bytes") {
    CHECK(items_of(array_of(EvtxType::UInt32, {1, 0, 0, 0, 0xAB, 0xCD})) ==
          Texts{"1", "ABCD"});
  }

  TEST_CASE("types without a size are one item") {
    CHECK(items_of(array_of(EvtxType::Binary, {1, 2})) == Texts{"0102"});
    CHECK(items_of(array_of(EvtxType::SizeT, {1, 0, 0, 0})) == Texts{"0x1"});
    CHECK(items_of(array_of(static_cast<EvtxType>(0x30), {1})) == Texts{"01"});
    CHECK(items_of(array_of(EvtxType::Null, {1, 2})) == Texts{""});
    CHECK(items_of(array_of(static_cast<EvtxType>(0x7F), {'x', 'y'})) ==
          Texts{"xy"});
  }

  TEST_CASE("joined, each item escaped") {
    CHECK(joined(string_array_value({"<", "", "&"}), Escape::XmlText) ==
          "&lt;,,&amp;");
    CHECK(joined(array_of(EvtxType::UInt8, {1, 2, 3})) == "1,2,3");
    CHECK(joined(string_array_value({})).empty());
  }

  TEST_CASE("an array is not the type of its items") {
    const OwnedValue owned(array_of(EvtxType::Null, {1}));
    CHECK(owned.value().is_array());
    CHECK_FALSE(owned.value().is_null());
    CHECK(owned.value().type() == ValueType::Null);
  }
}

}  // namespace
}  // namespace eventlens
