#include "evtx/token_walker.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>

#include "base/escape.h"
#include "base/limits.h"
#include "support/binxml_writer.h"
#include "support/padded_bytes.h"

namespace eventlens::evtx {
namespace {

using namespace test;

/// Writes down what it is told.
class Trace final : public TokenHandler {
 public:
  void element_start(ByteView name, uint16_t dependency) override {
    text_ += "<" + utf8(name);
    if (dependency != kNoDependency) {
      text_ += ":" + std::to_string(dependency);
    }
    text_ += " ";
    ++open_elements_;
  }
  void element_end(bool empty) override {
    text_ += empty ? "/>" : "</>";
    --open_elements_;
  }
  void attribute_start(ByteView name) override {
    text_ += "@" + utf8(name) + "=";
    ++open_attributes_;
  }
  void attribute_end() override {
    text_ += ";";
    --open_attributes_;
  }
  void text(ByteView utf16) override { text_ += "'" + utf8(utf16) + "'"; }
  void character(uint16_t unit) override {
    text_ += "&" + std::to_string(unit) + ";";
  }
  void substitution(uint16_t index, bool optional) override {
    text_ += "{" + std::to_string(index) + (optional ? "?}" : "}");
  }
  void instruction(ByteView target, ByteView data) override {
    text_ += "<?" + utf8(target) + " " + utf8(data) + "?>";
  }

  [[nodiscard]] const std::string& seen() const { return text_; }
  [[nodiscard]] bool balanced() const {
    return open_elements_ == 0 && open_attributes_ == 0;
  }

 private:
  static std::string utf8(ByteView utf16) {
    Buffer out;
    append_utf16(out, PaddedBytes(utf16).view(), Escape::Raw);
    return std::string(out.view());
  }

  std::string text_;
  int open_elements_ = 0;
  int open_attributes_ = 0;
};

struct Walked {
  std::string seen;
  std::string error;  // empty: none
  ErrorCode code = ErrorCode::Stopped;
};

/// The tokens that `write` makes, in a chunk.
class Tokens {
 public:
  explicit Tokens(const std::function<void(BinXmlWriter&)>& write) {
    EvtxChunkWriter chunk;
    REQUIRE(chunk.append_record(1, 0, [&](BinXmlWriter& writer) {
      start_ = writer.position();
      write(writer);
      end_ = writer.position();
    }));
    bytes_ = chunk.finish(1);
  }

  [[nodiscard]] size_t start() const { return start_; }
  [[nodiscard]] size_t end() const { return end_; }

  [[nodiscard]] Walked walk(FragmentKind kind) const {
    return walk(kind, end_);
  }
  [[nodiscard]] Walked walk(FragmentKind kind, size_t end) const {
    Trace trace;
    Issues issues;
    const PaddedBytes chunk{ByteView(bytes_)};
    const Status status =
        walk_tokens(chunk.view(), start_, end, kind, trace, issues);
    CHECK(trace.balanced());
    if (status.ok()) {
      return {trace.seen(), {}};
    }
    return {trace.seen(), status.error().message, status.error().code};
  }

 private:
  EvtxBytes bytes_;
  size_t start_ = 0;
  size_t end_ = 0;
};

Walked walk_plain(const std::function<void(BinXmlWriter&)>& write) {
  return Tokens(write).walk(FragmentKind::Plain);
}

/// <a> and what `write` makes of its content.
Walked walk_content(const std::function<void(BinXmlWriter&)>& write) {
  return walk_plain([&](BinXmlWriter& writer) {
    writer.open_start_element("a", std::nullopt, More::No);
    writer.token(BinXmlToken::CloseStartElement);
    write(writer);
    writer.token(BinXmlToken::EndElement);
  });
}

void attribute_list(BinXmlWriter& writer) { writer.raw({0, 0, 0, 0}); }

TEST_SUITE("evtx/token_walker") {
  TEST_CASE("a template definition, where elements have dependency ids") {
    const Tokens tokens([](BinXmlWriter& writer) {
      writer.fragment_header();
      writer.open_start_element("Event", kNoDependency, More::Yes);
      attribute_list(writer);
      writer.attribute("xmlns", More::No);
      writer.value_text("urn:x");
      writer.token(BinXmlToken::CloseStartElement);
      writer.open_start_element("EventID", uint16_t{3}, More::Yes);
      attribute_list(writer);
      writer.attribute("Qualifiers", More::No);
      writer.substitution(optional_substitution(4, 6));
      writer.token(BinXmlToken::CloseStartElement);
      writer.substitution(normal_substitution(3, 6));
      writer.token(BinXmlToken::EndElement);
      writer.open_start_element("Security", kNoDependency, More::No);
      writer.token(BinXmlToken::CloseEmptyElement);
      writer.token(BinXmlToken::EndElement);
      writer.token(BinXmlToken::Eof);
    });
    const Walked walked = tokens.walk(FragmentKind::TemplateDefinition);
    CHECK(walked.error.empty());
    CHECK(walked.seen ==
          "<Event @xmlns='urn:x';<EventID:3 @Qualifiers={4?};{3}</>"
          "<Security />"
          "</>");
  }

  TEST_CASE("forwarded events have no dependency ids") {
    const Walked walked = walk_content([](BinXmlWriter& writer) {
      writer.open_start_element("b", std::nullopt, More::No);
      writer.token(BinXmlToken::CloseStartElement);
      writer.value_text("x");
      writer.token(BinXmlToken::EndElement);
    });
    CHECK(walked.error.empty());
    CHECK(walked.seen == "<a <b 'x'</></>");
  }

  TEST_CASE("CDATA, character and entity references") {
    const Walked walked = walk_content([](BinXmlWriter& writer) {
      writer.value_text("1", More::Yes);
      writer.entity_ref("amp", More::Yes);
      writer.cdata("<b>", More::Yes);
      writer.char_ref(0x41, More::Yes);
      writer.entity_ref("quot");
    });
    CHECK(walked.error.empty());
    CHECK(walked.seen == "<a '1'&38;'<b>'&65;&34;</>");
  }

  TEST_CASE("references in attributes") {
    const Walked walked = walk_plain([](BinXmlWriter& writer) {
      writer.open_start_element("a", std::nullopt, More::Yes);
      attribute_list(writer);
      writer.attribute("x", More::Yes);
      writer.value_text("1", More::Yes);
      writer.entity_ref("lt", More::Yes);
      writer.char_ref(0x42);
      writer.attribute("y", More::No);
      writer.token(BinXmlToken::CloseEmptyElement);
    });
    CHECK(walked.error.empty());
    CHECK(walked.seen == "<a @x='1'&60;&66;;@y=;/>");
  }

  TEST_CASE("processing instructions, before and in the element") {
    const Walked walked = walk_plain([](BinXmlWriter& writer) {
      writer.pi("top", "first");
      writer.open_start_element("a", std::nullopt, More::No);
      writer.token(BinXmlToken::CloseStartElement);
      writer.pi("inner", "");
      writer.token(BinXmlToken::EndElement);
    });
    CHECK(walked.error.empty());
    CHECK(walked.seen == "<?top first?><a <?inner ?></>");
  }

  TEST_CASE("old memory behind the end of the root is not looked at") {
    const Walked walked = walk_plain([](BinXmlWriter& writer) {
      writer.open_start_element("a", std::nullopt, More::No);
      writer.token(BinXmlToken::CloseEmptyElement);
      writer.raw({0xFF, 0xFF, 0xFF});
    });
    CHECK(walked.error.empty());
    CHECK(walked.seen == "<a />");
  }

  TEST_CASE("the end of the stream inside an element ends the element") {
    const Walked walked = walk_plain([](BinXmlWriter& writer) {
      writer.open_start_element("a", std::nullopt, More::Yes);
      attribute_list(writer);
      writer.attribute("x", More::No);
      writer.token(BinXmlToken::Eof);
    });
    CHECK(walked.error.empty());
    CHECK(walked.seen == "<a @x=;</>");
  }

  TEST_CASE("what no grammar allows") {
    CHECK(walk_content([](BinXmlWriter& writer) {
            writer.raw({0x1B});
          }).error.starts_with("unexpected token at chunk offset"));
    CHECK(walk_content([](BinXmlWriter& writer) {
            writer.raw({5, 4, 0, 0});
          }).error.starts_with("value token of type 4"));
    CHECK(walk_content([](BinXmlWriter& writer) {
            writer.entity_ref("nbsp");
          }).error.starts_with("unknown entity"));
    CHECK(walk_content([](BinXmlWriter& writer) {
            EvtxTemplateInstance instance;
            instance.definition = make_template("x", text_element("x", "y"));
            writer.write(instance);
          }).error.starts_with("unexpected token"));
    CHECK(walk_plain([](BinXmlWriter& writer) {
            writer.token(BinXmlToken::EndElement);
          }).error.starts_with("end of an element that was not begun"));
    CHECK(walk_plain([](BinXmlWriter& writer) {
            writer.attribute("x", More::No);
          }).error.starts_with("attribute outside a start tag"));
  }

  TEST_CASE("a processing instruction without its data") {
    const Walked walked = walk_content([](BinXmlWriter& writer) {
      writer.pi("target", "x");
      writer.token(BinXmlToken::PiTarget);
      writer.raw({0, 2, 0, 0});  // any bytes make a name
      writer.token(BinXmlToken::Value);
    });
    CHECK(walked.error.starts_with("PI target without its data"));
  }

  TEST_CASE("content outside the root element would be no XML") {
    for (const auto& write : std::vector<std::function<void(BinXmlWriter&)>>{
             [](BinXmlWriter& writer) { writer.value_text("x"); },
             [](BinXmlWriter& writer) { writer.cdata("x"); },
             [](BinXmlWriter& writer) { writer.char_ref(65); },
             [](BinXmlWriter& writer) { writer.entity_ref("amp"); },
             [](BinXmlWriter& writer) {
               writer.substitution(normal_substitution(0, 1));
             }}) {
      const Walked walked = walk_plain(write);
      CHECK(walked.error.starts_with("content outside an element"));
      CHECK(walked.seen.empty());
    }
  }

  TEST_CASE("an attribute behind the start tag or the text") {
    CHECK(walk_content([](BinXmlWriter& writer) {
            writer.attribute("x", More::No);
          }).error.starts_with("attribute outside a start tag"));
    CHECK(walk_plain([](BinXmlWriter& writer) {
            writer.open_start_element("a", std::nullopt, More::No);
            writer.value_text("x");
            writer.attribute("x", More::No);
          }).error.starts_with("attribute outside a start tag"));
  }

  TEST_CASE("an instruction among attributes ends the start tag") {
    const Walked walked = walk_plain([](BinXmlWriter& writer) {
      writer.open_start_element("a", std::nullopt, More::Yes);
      attribute_list(writer);
      writer.attribute("x", More::No);
      writer.pi("t", "d");
      writer.token(BinXmlToken::CloseEmptyElement);
    });
    CHECK(walked.seen == "<a @x=;<?t d?>/>");
  }

  TEST_CASE("more open elements than any log has") {
    const auto nested = [](size_t depth) {
      return walk_plain([depth](BinXmlWriter& writer) {
        for (size_t i = 0; i < depth; ++i) {
          writer.open_start_element("a", std::nullopt, More::No);
          writer.token(BinXmlToken::CloseStartElement);
        }
        for (size_t i = 0; i < depth; ++i) {
          writer.token(BinXmlToken::EndElement);
        }
      });
    };
    CHECK(nested(kMaxOpenElements).error.empty());
    CHECK(nested(kMaxOpenElements + 1).code == ErrorCode::LimitExceeded);
  }

  TEST_CASE("more attributes than any log has") {
    const auto many = [](size_t count) {
      return walk_plain([count](BinXmlWriter& writer) {
        writer.open_start_element("a", std::nullopt, More::Yes);
        attribute_list(writer);
        for (size_t i = 0; i < count; ++i) {
          writer.attribute("x", More::Yes);
        }
        writer.token(BinXmlToken::CloseEmptyElement);
      });
    };
    CHECK(many(kMaxAttributesPerElement).error.empty());
    CHECK(many(kMaxAttributesPerElement + 1).code == ErrorCode::LimitExceeded);
  }

  TEST_CASE("a substitution of a value that no instance can have") {
    const auto shows = [](uint16_t index) {
      return walk_content([index](BinXmlWriter& writer) {
        writer.substitution(normal_substitution(index, 1));
      });
    };
    CHECK(shows(kMaxValuesPerInstance - 1).error.empty());
    CHECK(shows(kMaxValuesPerInstance).code == ErrorCode::LimitExceeded);
  }

  TEST_CASE("a name offset that points behind the chunk") {
    const Walked walked = walk_plain([](BinXmlWriter& writer) {
      writer.raw({0x01, 0, 0, 0, 0, 0, 0, 0, 0x10, 0x03, 0x00});
    });
    CHECK(walked.code == ErrorCode::Truncated);
  }

  TEST_CASE("cut off at every byte, what was begun is ended") {
    const Tokens tokens([](BinXmlWriter& writer) {
      writer.fragment_header();
      writer.pi("target", "data");
      writer.open_start_element("a", std::nullopt, More::Yes);
      attribute_list(writer);
      writer.attribute("x", More::No);
      writer.value_text("one", More::Yes);
      writer.entity_ref("gt");
      writer.token(BinXmlToken::CloseStartElement);
      writer.open_start_element("b", std::nullopt, More::No);
      writer.token(BinXmlToken::CloseStartElement);
      writer.cdata("two");
      writer.char_ref(65);
      writer.substitution(optional_substitution(0, 1));
      writer.token(BinXmlToken::EndElement);
      writer.token(BinXmlToken::EndElement);
    });
    for (size_t end = tokens.start(); end < tokens.end(); ++end) {
      CAPTURE(end);
      CHECK(tokens.walk(FragmentKind::Plain, end).code == ErrorCode::Truncated);
    }
    CHECK(tokens.walk(FragmentKind::Plain).error.empty());
  }
}

}  // namespace
}  // namespace eventlens::evtx
