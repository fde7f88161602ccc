#include "evtx/known_names.h"

#include <doctest/doctest.h>

#include <string>

#include "evtx/token_walker.h"
#include "support/evtx_byte_writer.h"
#include "support/evtx_chunk_writer.h"
#include "support/padded_bytes.h"

namespace eventlens::evtx {
namespace {

using namespace test;

std::string text_of(ByteView utf16) {
  Buffer text;
  append_utf16(text, PaddedBytes(utf16).view(), Escape::Raw);
  return std::string(text.view());
}

/// A name entry: link, hash, length, characters, a zero.
PaddedBytes name_entry(std::u16string_view name, uint16_t hash) {
  EvtxByteWriter out;
  out.put(uint32_t{0});
  out.put(hash);
  out.put(static_cast<uint16_t>(name.size()));
  out.put_utf16(name);
  out.put(uint16_t{0});
  return PaddedBytes(ByteView(out.bytes()));
}

TEST_SUITE("evtx/known_names") {
  TEST_CASE("the hash is the one that Windows stores") {
    for (const std::u16string name : {u"", u"E", u"Event", u"EventRecordID",
                                      u"Überwachung", u"a much longer name"}) {
      CHECK(name_hash(PaddedBytes(name).view()) == evtx_name_hash(name));
    }
  }

  TEST_CASE("a known name is found by hash and length together") {
    const uint16_t hash = evtx_name_hash(u"TimeCreated");
    CHECK(text_of(known_name_of(hash, 11)) == "TimeCreated");
    CHECK(known_name_of(hash, 10).empty());
    CHECK(known_name_of(static_cast<uint16_t>(hash + 1), 11).empty());
  }

  TEST_CASE("the five entities of XML, and no other") {
    const auto character = [](std::u16string_view name) {
      return entity_character(PaddedBytes(name).view());
    };
    CHECK(character(u"amp") == u'&');
    CHECK(character(u"lt") == u'<');
    CHECK(character(u"gt") == u'>');
    CHECK(character(u"quot") == u'"');
    CHECK(character(u"apos") == u'\'');
    CHECK(character(u"nbsp") == 0);
    CHECK(character(u"") == 0);
    CHECK(character(u"am") == 0);
    CHECK(character(u"ampere") == 0);
  }

  TEST_CASE("a name whose hash fits is taken as it is") {
    const PaddedBytes entry =
        name_entry(u"Whatever", evtx_name_hash(u"Whatever"));
    Issues issues;
    const auto name = read_name(entry.view(), 0, issues);
    REQUIRE(name.ok());
    CHECK(text_of(*name) == "Whatever");
    CHECK(issues.total() == 0);
  }

  TEST_CASE("TimeCre?ted: a damaged well-known name is repaired by its hash") {
    const PaddedBytes entry =
        name_entry(u"TimeCre?ted", evtx_name_hash(u"TimeCreated"));
    Issues issues;
    const auto name = read_name(entry.view(), 0, issues);
    REQUIRE(name.ok());
    CHECK(text_of(*name) == "TimeCreated");
    CHECK(issues.of(Issue::NameDamaged) == 1);
  }

  TEST_CASE("a damaged name that nobody knows is taken as it is and counted") {
    const PaddedBytes entry = name_entry(u"Sub?ect", 0x1234);
    Issues issues;
    const auto name = read_name(entry.view(), 0, issues);
    REQUIRE(name.ok());
    CHECK(text_of(*name) == "Sub?ect");
    CHECK(issues.of(Issue::NameDamaged) == 1);
  }

  TEST_CASE("a name that begins or ends behind the chunk is an error") {
    const PaddedBytes entry = name_entry(u"Event", evtx_name_hash(u"Event"));
    Issues issues;
    CHECK(read_name(entry.view(), 4, issues).error().code ==
          ErrorCode::Truncated);
    CHECK_FALSE(read_name(entry.view(), 1'000'000, issues).ok());
    CHECK_FALSE(read_name(entry.view(), 0xFFFFFFFF, issues).ok());
    CHECK_FALSE(
        read_name(entry.view().first(entry.view().size() - 3), 0, issues).ok());
  }
}

}  // namespace
}  // namespace eventlens::evtx
