// The XML of an event as a tree, before it becomes BinXml tokens: elements,
// text, substitutions and the rarer tokens. The same tree serves as template
// definition (with substitutions) and as plain elements without a template.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "evtx_value.h"

namespace eventlens::test {

// The element does not depend on a value; written inside templates only.
inline constexpr std::uint16_t kEvtxNoDependency = 0xFFFF;

struct EvtxText {
  std::string text{};
};

struct EvtxSubstitution {
  std::uint16_t index = 0;
  std::uint8_t type = 0;
  bool optional = false;
};

struct EvtxCData {
  std::string text{};
};

struct EvtxCharRef {
  std::uint16_t code_unit = 0;
};

struct EvtxEntityRef {
  std::string name{};  // amp, lt, gt, quot, apos
};

struct EvtxProcessingInstruction {
  std::string target{};
  std::string data{};
};

// Bytes that are no token, or one that nothing here knows.
struct EvtxRawBytes {
  EvtxBytes bytes{};
};

struct EvtxTemplate;

struct EvtxTemplateInstance {
  std::shared_ptr<const EvtxTemplate> definition{};
  std::vector<EvtxValue> values{};
  // Points somewhere else than to the definition; nothing is written inline.
  std::optional<std::uint32_t> definition_offset{};
  // Claims another number of values than there are.
  std::optional<std::uint32_t> value_count{};
};

struct EvtxElement;

struct EvtxNode {
  using Content =
      std::variant<EvtxText, EvtxSubstitution, EvtxCData, EvtxCharRef,
                   EvtxEntityRef, EvtxProcessingInstruction, EvtxRawBytes,
                   EvtxTemplateInstance, std::shared_ptr<const EvtxElement>>;

  // Implicit, so that a list of children reads like the XML it makes.
  EvtxNode(EvtxText node);
  EvtxNode(EvtxSubstitution node);
  EvtxNode(EvtxCData node);
  EvtxNode(EvtxCharRef node);
  EvtxNode(EvtxEntityRef node);
  EvtxNode(EvtxProcessingInstruction node);
  EvtxNode(EvtxRawBytes node);
  EvtxNode(EvtxTemplateInstance node);
  EvtxNode(EvtxElement node);

  // Out of line: GCC 12 reports false uninitialised reads where it inlines
  // the moves of a variant this large.
  EvtxNode(const EvtxNode& other);
  EvtxNode(EvtxNode&& other) noexcept;
  EvtxNode& operator=(const EvtxNode& other);
  EvtxNode& operator=(EvtxNode&& other) noexcept;
  ~EvtxNode();

  Content content;
};

struct EvtxAttribute {
  std::string name{};
  std::vector<EvtxNode> value{};
};

struct EvtxElement {
  std::string name{};
  std::vector<EvtxAttribute> attributes{};
  std::vector<EvtxNode> children{};
  std::uint16_t dependency = kEvtxNoDependency;
  // Start and end tag although there are no children: Windows writes empty
  // payload elements so, and only elements with attributes as <x/>.
  bool end_tag_when_empty = false;
};

// One BinXml stream: a record's body, an embedded 0x21 value, or the body of
// a template definition.
struct EvtxFragment {
  std::vector<EvtxNode> nodes{};
  bool header = true;     // 0F 01 01 00
  bool end_token = true;  // 00
};

struct EvtxTemplate {
  EvtxGuid guid{};
  EvtxFragment body{};
  // The instance's template id; Windows uses the first 4 bytes of the GUID.
  std::optional<std::uint32_t> id{};
};

using EvtxTemplatePtr = std::shared_ptr<const EvtxTemplate>;

// Shorthands for the usual nodes.
EvtxAttribute text_attribute(std::string name, std::string text);
EvtxAttribute optional_attribute(std::string name, std::uint16_t index,
                                 EvtxType type);
EvtxElement text_element(std::string name, std::string text);
EvtxSubstitution normal_substitution(std::uint16_t index, std::uint8_t type);
EvtxSubstitution optional_substitution(std::uint16_t index, std::uint8_t type);

// A template whose GUID is a hash of `identity`, so that the same identity
// gives the same GUID in every file.
EvtxTemplatePtr make_template(const std::string& identity, EvtxElement root);

}  // namespace eventlens::test
