// See evtx_tree.h.
#include "evtx_tree.h"

namespace eventlens::test {
namespace {

// FNV-1a; `seed` makes two independent halves of one GUID.
std::uint64_t hash_text(const std::string& text, std::uint64_t seed) {
  std::uint64_t hash = 0xCBF29CE484222325 ^ seed;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001B3;
  }
  return hash;
}

}  // namespace

EvtxAttribute text_attribute(std::string name, std::string text) {
  return {std::move(name), {EvtxText{std::move(text)}}};
}

EvtxAttribute optional_attribute(std::string name, std::uint16_t index,
                                 EvtxType type) {
  const auto type_byte = static_cast<std::uint8_t>(type);
  return {std::move(name), {optional_substitution(index, type_byte)}};
}

EvtxElement text_element(std::string name, std::string text) {
  EvtxElement element;
  element.name = std::move(name);
  element.children.push_back(EvtxText{std::move(text)});
  return element;
}

EvtxSubstitution normal_substitution(std::uint16_t index, std::uint8_t type) {
  return {index, type, false};
}

EvtxSubstitution optional_substitution(std::uint16_t index, std::uint8_t type) {
  return {index, type, true};
}

EvtxTemplatePtr make_template(const std::string& identity, EvtxElement root) {
  auto made = std::make_shared<EvtxTemplate>();
  const std::uint64_t halves[] = {hash_text(identity, 0),
                                  hash_text(identity, 0x9E3779B97F4A7C15)};
  for (std::size_t i = 0; i < made->guid.size(); ++i) {
    made->guid[i] = static_cast<std::uint8_t>(halves[i / 8] >> (8 * (i % 8)));
  }
  made->body.nodes.push_back(std::move(root));
  return made;
}

}  // namespace eventlens::test
