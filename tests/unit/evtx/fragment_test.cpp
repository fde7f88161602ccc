// What is recognised as the same structure, and what a structure is made of.
#include "evtx/fragment.h"

#include <doctest/doctest.h>

#include <string>

#include "base/limits.h"
#include "shape_sink.h"
#include "support/binxml_writer.h"
#include "support/decode_helper.h"
#include "support/padded_bytes.h"
#include "support/sample_events.h"

namespace eventlens::evtx {
namespace {

using namespace test;

/// A template definition in a chunk of its own, behind `names`.
struct Stored {
  EvtxBytes chunk;
  size_t start = 0;
  size_t end = 0;
};

Stored store(const EvtxTemplatePtr& definition,
             const std::vector<std::string>& names_before = {}) {
  Stored stored;
  EvtxChunkWriter chunk;
  REQUIRE(chunk.append_record(1, 0, [&](BinXmlWriter& writer) {
    for (const std::string& name : names_before) {
      writer.attribute(name, More::No);
    }
    // Token, 1, template id, definition offset; then the definition.
    stored.start = writer.position() + 1 + 1 + 4 + 4 + kDefinitionHeaderSize;
    EvtxTemplateInstance instance;
    instance.definition = definition;
    writer.write(instance);
    stored.end = writer.position() - 4;  // no values but their count
  }));
  stored.chunk = chunk.finish(1);
  return stored;
}

/// The structure that is learned of it, or the error.
std::string learned(FragmentCache& cache, const Stored& stored,
                    const Fragment** fragment = nullptr) {
  const PaddedBytes chunk{ByteView(stored.chunk)};
  Issues issues;
  const auto found =
      cache.definition(0, chunk.view(), stored.start, stored.end, issues);
  if (!found.ok()) {
    return found.error().message;
  }
  if (fragment != nullptr) {
    *fragment = *found;
  }
  return structure_of((*found)->items());
}

EvtxElement sample_root() {
  EvtxElement root = event_data_template({"Status", ""}, {0x14, 0x01});
  root.children.push_back(text_element("Fixed", "a & b"));
  return root;
}

TEST_SUITE("evtx/fragment") {
  TEST_CASE("the items of a definition") {
    FragmentCache cache;
    CHECK(learned(cache, store(make_template("x", sample_root()))) ==
          "<EventData><Data Name='Status'>{0}</Data><Data>{1}</Data>"
          "<Fixed>a & b</Fixed></EventData>");
  }

  TEST_CASE("the same template under another GUID and offset is the same") {
    FragmentCache cache;
    const Fragment* first = nullptr;
    const Fragment* second = nullptr;
    learned(cache, store(make_template("x", sample_root())), &first);
    // Names that were stored before are not inline: the bytes differ.
    learned(cache, store(make_template("y", sample_root()), {"Data", "Name"}),
            &second);
    CHECK(first == second);
  }

  TEST_CASE("another name, literal, number or kind of value is another") {
    FragmentCache cache;
    const Fragment* first = nullptr;
    learned(cache, store(make_template("x", sample_root())), &first);
    std::vector<EvtxElement> others(5, sample_root());
    others[0].name = "UserData";
    others[1].children.push_back(EvtxText{"x"});
    others[2].children.push_back(normal_substitution(2, 1));
    others[3].dependency = 1;
    others[4].attributes.push_back(text_attribute("Name", "x"));
    for (const EvtxElement& root : others) {
      const Fragment* other = nullptr;
      learned(cache, store(make_template("x", root)), &other);
      CHECK(other != first);
    }
  }

  TEST_CASE("two names of one hash are two names") {
    constexpr const char* kFirst = "aaaa";
    constexpr const char* kSecond = "bddb";  // both 0x1080
    FragmentCache cache;
    EvtxElement root = text_element("root", "");
    root.children = {text_element(kFirst, "1"), text_element(kSecond, "2")};
    CHECK(learned(cache, store(make_template("x", root))) ==
          "<root><aaaa>1</aaaa><bddb>2</bddb></root>");
    root.children = {text_element(kSecond, "1"), text_element(kFirst, "2")};
    CHECK(learned(cache, store(make_template("x", root))) ==
          "<root><bddb>1</bddb><aaaa>2</aaaa></root>");
  }

  TEST_CASE("optional and normal substitutions differ") {
    FragmentCache cache;
    const auto root_with = [](bool optional) {
      EvtxElement root = text_element("a", "");
      root.children = {EvtxSubstitution{0, 1, optional}};
      return make_template("x", root);
    };
    CHECK(learned(cache, store(root_with(false))) == "<a>{0}</a>");
    CHECK(learned(cache, store(root_with(true))) == "<a>{0?}</a>");
  }

  TEST_CASE("a definition without an element is none") {
    FragmentCache cache;
    auto empty = std::make_shared<EvtxTemplate>();
    CHECK(learned(cache, store(empty)) == "a fragment without an element");
    auto only_pi = std::make_shared<EvtxTemplate>();
    only_pi->body.nodes.push_back(EvtxProcessingInstruction{"t", "d"});
    CHECK(learned(cache, store(only_pi)) == "a fragment without an element");
  }

  TEST_CASE("names that XML does not know") {
    FragmentCache cache;
    EvtxElement root = text_element("1 <a>&b", "");
    root.attributes = {text_attribute("", "1"), text_attribute("x\u00D7", "2"),
                       text_attribute("\u00C4:-.9", "3")};
    CHECK(learned(cache, store(make_template("x", root))) ==
          "<_1__a__b _='1' x_='2' \u00C4:-.9='3'></_1__a__b>");
  }

  TEST_CASE("an attribute twice, as only damage makes it") {
    FragmentCache cache;
    EvtxElement root = text_element("a", "x");
    root.attributes = {text_attribute("b", "1"), text_attribute("b", "2"),
                       text_attribute("b", "3")};
    EvtxElement child = root;
    root.children.push_back(child);
    CHECK(learned(cache, store(make_template("x", root))) ==
          "<a b='1' b_='2' b__='3'>x<a b='1' b_='2' b__='3'>x</a></a>");
  }

  TEST_CASE("an instruction cannot end early, break lines or be XML's own") {
    FragmentCache cache;
    EvtxElement root = text_element("a", "");
    root.children = {EvtxProcessingInstruction{"t", "a?>b\r\n\x01\uFFFE\uFFFF"},
                     EvtxProcessingInstruction{"XmL", "version='1.0'"}};
    CHECK(learned(cache, store(make_template("x", root))) ==
          "<a><?t a?_b   \uFFFD\uFFFD?><?_XmL version='1.0'?></a>");
  }

  TEST_CASE("positional structures are made once") {
    FragmentCache cache;
    CHECK(cache.positional(2, false) == cache.positional(2, false));
    CHECK(cache.positional(2, false) != cache.positional(2, true));
    CHECK(structure_of(cache.positional(2, false)->items()) ==
          "<EventData><Data>{0}</Data><Data>{1}</Data></EventData>");
  }

  TEST_CASE("shapes live on across chunks and are forgotten by clear()") {
    EvtxBuilder builder;
    builder.add_event(event_4771());
    builder.start_chunk();
    EvtxEvent same = event_4771();
    same.computer = event_4771().computer;
    builder.add_event(event_1102());
    builder.add_event(same);
    const EvtxBytes file = builder.finish();
    ChunkDecoder decoder;
    ShapeSink sink;
    Issues issues;
    decoder.decode(unit_of(file, 0), sink, issues);
    decoder.decode(unit_of(file, 1), sink, issues);
    REQUIRE(sink.shapes.size() == 3);
    CHECK(sink.shapes[0] == sink.shapes[2]);
    CHECK(sink.shapes[0] != sink.shapes[1]);
    CHECK(decoder.generation() == 0);
  }

  TEST_CASE("one GUID with two bodies gives two shapes") {
    EvtxTemplate first = *make_template("same", text_element("a", "1"));
    EvtxTemplate second = first;
    second.body = make_template("other", text_element("b", "2"))->body;
    EvtxBuilder builder;
    for (const EvtxTemplate& definition : {first, second}) {
      EvtxTemplateInstance instance;
      instance.definition = std::make_shared<EvtxTemplate>(definition);
      builder.add_record({{instance}}, sample_time());
    }
    const Decoded decoded = decode_chunk(builder.finish());
    REQUIRE(decoded.events.size() == 2);
    CHECK(decoded.events[0].structure == "<a>1</a>");
    CHECK(decoded.events[1].structure == "<b>2</b>");
  }
}

}  // namespace
}  // namespace eventlens::evtx
