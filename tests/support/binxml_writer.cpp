// See binxml_writer.h.
#include "binxml_writer.h"

#include <stdexcept>
#include <utility>

namespace eventlens::test {
namespace {

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

std::uint16_t checked_u16(std::size_t value) {
  if (value > 0xFFFF) {
    throw std::length_error("does not fit into 16 bits");
  }
  return static_cast<std::uint16_t>(value);
}

// Pieces of one value: the 0x40 bit says that another piece follows.
bool is_value_piece(const EvtxNode& node) {
  return std::holds_alternative<EvtxText>(node.content) ||
         std::holds_alternative<EvtxCharRef>(node.content) ||
         std::holds_alternative<EvtxEntityRef>(node.content) ||
         std::holds_alternative<EvtxCData>(node.content);
}

}  // namespace

void BinXmlWriter::token(BinXmlToken token, More more) {
  const auto kind = static_cast<std::uint8_t>(token);
  chunk_.out().put(
      static_cast<std::uint8_t>(more == More::Yes ? kind | kBinXmlMore : kind));
}

void BinXmlWriter::raw(const EvtxBytes& bytes) {
  chunk_.out().put_bytes(bytes);
}

void BinXmlWriter::fragment_header() {
  token(BinXmlToken::FragmentHeader);
  raw({1, 1, 0});  // major and minor version, flags
}

std::size_t BinXmlWriter::open_start_element(
    const std::string& name, std::optional<std::uint16_t> dependency,
    More attributes) {
  token(BinXmlToken::OpenStartElement, attributes);
  if (dependency) {
    chunk_.out().put(*dependency);
  }
  const std::size_t size_offset = position();
  chunk_.out().put(std::uint32_t{0});
  chunk_.put_name(name);
  return size_offset;
}

void BinXmlWriter::patch_size(std::size_t size_offset) {
  const std::size_t size = position() - size_offset - 4;
  chunk_.out().patch(size_offset, static_cast<std::uint32_t>(size));
}

void BinXmlWriter::attribute(const std::string& name, More more) {
  token(BinXmlToken::Attribute, more);
  chunk_.put_name(name);
}

void BinXmlWriter::value_text(std::string_view utf8, More more) {
  const std::u16string text = utf16_from_utf8(utf8);
  token(BinXmlToken::Value, more);
  chunk_.out().put(static_cast<std::uint8_t>(EvtxType::String));
  chunk_.out().put(checked_u16(text.size()));
  chunk_.out().put_utf16(text);
}

void BinXmlWriter::cdata(std::string_view utf8, More more) {
  const std::u16string text = utf16_from_utf8(utf8);
  token(BinXmlToken::CData, more);
  chunk_.out().put(checked_u16(text.size()));
  chunk_.out().put_utf16(text);
}

void BinXmlWriter::char_ref(std::uint16_t code_unit, More more) {
  token(BinXmlToken::CharRef, more);
  chunk_.out().put(code_unit);
}

void BinXmlWriter::entity_ref(const std::string& name, More more) {
  token(BinXmlToken::EntityRef, more);
  chunk_.put_name(name);
}

void BinXmlWriter::pi(const std::string& target, std::string_view data) {
  const std::u16string text = utf16_from_utf8(data);
  token(BinXmlToken::PiTarget);
  chunk_.put_name(target);
  token(BinXmlToken::PiData);
  chunk_.out().put(checked_u16(text.size()));
  chunk_.out().put_utf16(text);
}

void BinXmlWriter::substitution(const EvtxSubstitution& substitution) {
  token(substitution.optional ? BinXmlToken::OptionalSubstitution
                              : BinXmlToken::NormalSubstitution);
  chunk_.out().put(substitution.index);
  chunk_.out().put(substitution.type);
}

void BinXmlWriter::write(const EvtxFragment& fragment) {
  if (fragment.header) {
    fragment_header();
  }
  write_nodes(fragment.nodes);
  if (fragment.end_token) {
    token(BinXmlToken::Eof);
  }
}

void BinXmlWriter::write(const EvtxElement& element) {
  std::optional<std::uint16_t> dependency;
  if (in_definition_) {
    dependency = element.dependency;
  }
  const std::size_t size_offset =
      open_start_element(element.name, dependency,
                         element.attributes.empty() ? More::No : More::Yes);
  write_attributes(element.attributes);
  if (element.children.empty() && !element.end_tag_when_empty) {
    token(BinXmlToken::CloseEmptyElement);
  } else {
    token(BinXmlToken::CloseStartElement);
    write_nodes(element.children);
    token(BinXmlToken::EndElement);
  }
  patch_size(size_offset);
}

void BinXmlWriter::write_attributes(
    const std::vector<EvtxAttribute>& attributes) {
  if (attributes.empty()) {
    return;
  }
  const std::size_t size_offset = position();
  chunk_.out().put(std::uint32_t{0});
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const bool last = i + 1 == attributes.size();
    attribute(attributes[i].name, last ? More::No : More::Yes);
    write_nodes(attributes[i].value);
  }
  patch_size(size_offset);
}

void BinXmlWriter::write_nodes(const std::vector<EvtxNode>& nodes) {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const bool more = i + 1 < nodes.size() && is_value_piece(nodes[i + 1]);
    write_node(nodes[i], more ? More::Yes : More::No);
  }
}

void BinXmlWriter::write_node(const EvtxNode& node, More more) {
  std::visit(Overloaded{
                 [&](const EvtxText& text) { value_text(text.text, more); },
                 [&](const EvtxSubstitution& item) { substitution(item); },
                 [&](const EvtxCData& text) { cdata(text.text, more); },
                 [&](const EvtxCharRef& ref) { char_ref(ref.code_unit, more); },
                 [&](const EvtxEntityRef& ref) { entity_ref(ref.name, more); },
                 [&](const EvtxProcessingInstruction& item) {
                   pi(item.target, item.data);
                 },
                 [&](const EvtxRawBytes& item) { raw(item.bytes); },
                 [&](const EvtxTemplateInstance& instance) { write(instance); },
                 [&](const std::shared_ptr<const EvtxElement>& element) {
                   write(*element);
                 },
             },
             node.content);
}

void BinXmlWriter::write(const EvtxTemplateInstance& instance) {
  const EvtxTemplate& definition = *instance.definition;
  const EvtxGuid& guid = definition.guid;
  const auto guid_start =
      static_cast<std::uint32_t>(guid[0] | (guid[1] << 8) | (guid[2] << 16)) |
      (std::uint32_t{guid[3]} << 24);
  EvtxByteWriter& out = chunk_.out();
  token(BinXmlToken::TemplateInstance);
  out.put(std::uint8_t{1});
  out.put(definition.id.value_or(guid_start));
  if (instance.definition_offset) {
    out.put(*instance.definition_offset);
  } else if (const std::size_t known = chunk_.template_offset(&definition)) {
    out.put(static_cast<std::uint32_t>(known));
  } else {
    out.put(static_cast<std::uint32_t>(position() + 4));
    write_definition(instance.definition);
  }
  write_values(instance);
}

void BinXmlWriter::write_definition(const EvtxTemplatePtr& kept) {
  const EvtxTemplate& definition = *kept;
  EvtxByteWriter& out = chunk_.out();
  chunk_.enter_template(kept);
  out.put_bytes(definition.guid);
  const std::size_t size_offset = position();
  out.put(std::uint32_t{0});
  const bool outside = std::exchange(in_definition_, true);
  write(definition.body);
  in_definition_ = outside;
  patch_size(size_offset);
}

void BinXmlWriter::write_values(const EvtxTemplateInstance& instance) {
  EvtxByteWriter& out = chunk_.out();
  const auto count = static_cast<std::uint32_t>(instance.values.size());
  out.put(instance.value_count.value_or(count));
  const std::size_t descriptors = position();
  for (const EvtxValue& value : instance.values) {
    out.put(std::uint16_t{0});  // size, patched below
    out.put(value.type);
    out.put(std::uint8_t{0});
  }
  // XML inside a value is not part of the definition around it.
  const bool outside = std::exchange(in_definition_, false);
  for (std::size_t i = 0; i < instance.values.size(); ++i) {
    const EvtxValue& value = instance.values[i];
    const std::size_t start = position();
    if (value.fragment) {
      write(*value.fragment);
    }
    out.put_bytes(value.bytes);
    const std::uint16_t size = checked_u16(position() - start);
    out.patch(descriptors + 4 * i, value.descriptor_size.value_or(size));
  }
  in_definition_ = outside;
}

}  // namespace eventlens::test
