// A pattern recognises what says the same, and nothing else.
#include "evtx/token_pattern.h"

#include <doctest/doctest.h>

#include <string>

#include "evtx/signature.h"
#include "support/binxml_writer.h"
#include "support/padded_bytes.h"
#include "support/sample_events.h"

namespace eventlens::evtx {
namespace {

using namespace test;

/// A fragment without template in a chunk of its own, behind `names`.
struct Stored {
  EvtxBytes chunk;
  size_t start = 0;
  size_t end = 0;
};

Stored store(const EvtxElement& element,
             const std::vector<std::string>& names_before = {}) {
  Stored stored;
  EvtxChunkWriter chunk;
  REQUIRE(chunk.append_record(1, 0, [&](BinXmlWriter& writer) {
    for (const std::string& name : names_before) {
      writer.attribute(name, More::No);
    }
    stored.start = writer.position();
    writer.write(element);
    stored.end = writer.position();
  }));
  stored.chunk = chunk.finish(1);
  return stored;
}

EvtxElement data_element(const std::string& name, const std::string& text) {
  EvtxElement data{"Data", {text_attribute("Name", name)}};
  data.children = {EvtxText{text}};
  return data;
}

EvtxElement event_with(const std::vector<EvtxElement>& data) {
  EvtxElement section{"EventData", {}, {}};
  for (const EvtxElement& element : data) {
    section.children.emplace_back(element);
  }
  return {"Event", {}, {section}};
}

EvtxElement logon(const std::string& user, const std::string& host) {
  return event_with(
      {data_element("TargetUserName", user), data_element("IpAddress", host)});
}

/// What a walk over the fragment says: its signature, its values, its pattern.
struct Walked {
  std::string signature;
  ValueList values;
  bool whole = false;
  std::vector<VariablePlace> places;
  size_t end = 0;
  uint64_t issues = 0;
};

Walked walked(ByteView chunk, size_t start, size_t end) {
  Walked result;
  Issues issues;
  SignatureHandler signer(result.signature, FragmentKind::Plain, chunk,
                          result.values);
  result.whole =
      walk_tokens(chunk, start, end, FragmentKind::Plain, signer, issues).ok();
  result.places = signer.places();
  result.end = signer.end();
  result.issues = issues.total();
  return result;
}

TokenPattern pattern_of(const Stored& stored) {
  const PaddedBytes chunk{ByteView(stored.chunk)};
  const Walked walk = walked(chunk.view(), stored.start, stored.end);
  REQUIRE(walk.whole);
  return {chunk.view(), stored.start, walk.end, walk.places, nullptr};
}

std::string texts(const ValueList& values) {
  std::string all;
  for (const Value& value : values.view()) {
    Buffer text;
    append_value(text, value, Escape::Raw);
    all += std::string(text.view()) + "|";
  }
  return all;
}

/// The values that the pattern finds, or "no".
std::string match(const TokenPattern& pattern, const Stored& stored,
                  size_t cut = 0) {
  const PaddedBytes chunk{ByteView(stored.chunk)};
  ValueList values;
  return pattern.matches(chunk.view(), stored.start, stored.end - cut, values)
             ? texts(values)
             : "no";
}

TEST_SUITE("evtx/token_pattern") {
  TEST_CASE("other values, of other lengths") {
    const TokenPattern pattern = pattern_of(store(logon("ann", "10.0.0.7")));
    CHECK(match(pattern, store(logon("ann", "10.0.0.7"))) == "ann|10.0.0.7|");
    CHECK(match(pattern, store(logon("", "a longer name"))) ==
          "|a longer name|");
  }

  TEST_CASE("names that lie elsewhere, or right here") {
    const Stored inline_names = store(logon("ann", "::1"));
    const Stored names_elsewhere =
        store(logon("bob", "::1"), {"x", "Data", "Event", "EventData", "Name"});
    CHECK(match(pattern_of(inline_names), names_elsewhere) == "bob|::1|");
    CHECK(match(pattern_of(names_elsewhere), inline_names) == "ann|::1|");
  }

  TEST_CASE("another name, another literal, more or less of it") {
    const TokenPattern pattern = pattern_of(store(logon("ann", "::1")));
    CHECK(match(pattern,
                store(event_with({data_element("TargetUserName", "ann"),
                                  data_element("IpAddresS", "::1")}))) == "no");
    CHECK(match(pattern,
                store(event_with({data_element("TargetUserName", "ann")}))) ==
          "no");
    CHECK(match(pattern, store(event_with({data_element("TargetUserName", "a"),
                                           data_element("IpAddress", "b"),
                                           data_element("IpPort", "c")}))) ==
          "no");
    EvtxElement other = logon("ann", "::1");
    other.name = "Evenf";
    CHECK(match(pattern, store(other)) == "no");
  }

  TEST_CASE("a fragment that is cut off") {
    const Stored stored = store(logon("ann", "::1"));
    const TokenPattern pattern = pattern_of(stored);
    for (size_t cut = 1; cut <= stored.end - stored.start; ++cut) {
      CAPTURE(cut);
      CHECK(match(pattern, stored, cut) == "no");
    }
  }

  // The strongest there is to say: whatever byte of the chunk changes, what
  // still matches is what a walk would call the same, with the same values.
  TEST_CASE("with any byte changed, a match is right") {
    const Stored learned = store(logon("ann", "::1"), {"Data", "Name"});
    const TokenPattern pattern = pattern_of(learned);
    const PaddedBytes sound{ByteView(learned.chunk)};
    const std::string signature =
        walked(sound.view(), learned.start, learned.end).signature;
    size_t matches = 0;
    for (size_t at = 512; at < learned.end; ++at) {
      for (const int flip : {0x01, 0x40, 0xFF}) {
        Stored changed = learned;
        changed.chunk[at] = static_cast<uint8_t>(changed.chunk[at] ^ flip);
        const PaddedBytes chunk{ByteView(changed.chunk)};
        ValueList values;
        if (!pattern.matches(chunk.view(), changed.start, changed.end,
                             values)) {
          continue;
        }
        ++matches;
        const Walked walk = walked(chunk.view(), changed.start, changed.end);
        CAPTURE(at);
        CHECK(walk.whole);
        CHECK(walk.issues == 0);
        CHECK(walk.signature == signature);
        CHECK(texts(walk.values) == texts(values));
      }
    }
    CHECK(matches > 0);  // sizes, and characters of values
  }

  TEST_CASE("the list gives the last match first and forgets the oldest") {
    PatternList list;
    std::vector<Stored> stored;
    for (size_t i = 0; i <= PatternList::kMaxPatterns; ++i) {
      stored.push_back(
          store(event_with({data_element("N" + std::to_string(i), "x")})));
    }
    // What a pattern stands for is only passed on.
    const auto fragment = [](size_t i) {
      return reinterpret_cast<const Fragment*>(i + 1);
    };
    const auto find = [&](size_t i) {
      const PaddedBytes chunk{ByteView(stored[i].chunk)};
      ValueList values;
      return list.find(chunk.view(), stored[i].start, stored[i].end, values);
    };
    const auto add = [&](size_t i) {
      const PaddedBytes chunk{ByteView(stored[i].chunk)};
      const Walked walk = walked(chunk.view(), stored[i].start, stored[i].end);
      list.add(
          {chunk.view(), stored[i].start, walk.end, walk.places, fragment(i)});
    };
    for (size_t i = 0; i < PatternList::kMaxPatterns; ++i) {
      CHECK(find(i) == nullptr);
      add(i);
      CHECK(find(i) == fragment(i));
    }
    CHECK(find(0) == fragment(0));  // now the first one
    add(PatternList::kMaxPatterns);
    CHECK(find(0) == fragment(0));
    CHECK(find(1) == nullptr);
    CHECK(find(2) == fragment(2));
  }
}

}  // namespace
}  // namespace eventlens::evtx
