// Writes BinXml tokens into a chunk ([MS-EVEN6] 2.2.12). Two levels: `write`
// takes a whole tree and does everything right; the single-token functions let
// a test write any sequence, including wrong ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "evtx_chunk_writer.h"
#include "evtx_tree.h"

namespace eventlens::test {

// Bit of a token byte: more of the same kind follows (attributes, or pieces
// of one value), or the element has an attribute list.
inline constexpr std::uint8_t kBinXmlMore = 0x40;

enum class BinXmlToken : std::uint8_t {
  Eof = 0x00,
  OpenStartElement = 0x01,
  CloseStartElement = 0x02,
  CloseEmptyElement = 0x03,
  EndElement = 0x04,
  Value = 0x05,
  Attribute = 0x06,
  CData = 0x07,
  CharRef = 0x08,
  EntityRef = 0x09,
  PiTarget = 0x0A,
  PiData = 0x0B,
  TemplateInstance = 0x0C,
  NormalSubstitution = 0x0D,
  OptionalSubstitution = 0x0E,
  FragmentHeader = 0x0F,
};

enum class More : std::uint8_t { No, Yes };

class BinXmlWriter {
 public:
  explicit BinXmlWriter(EvtxChunkWriter& chunk) : chunk_(chunk) {}

  // Offset in the chunk of the next byte.
  std::size_t position() { return chunk_.out().size(); }

  void write(const EvtxFragment& fragment);
  void write(const EvtxElement& element);
  void write(const EvtxTemplateInstance& instance);

  // Single tokens.
  void fragment_header();
  // Returns where the element's size stands, for `patch_size`. A dependency
  // id is written only when given.
  std::size_t open_start_element(const std::string& name,
                                 std::optional<std::uint16_t> dependency,
                                 More attributes);
  // Sets a u32 at `size_offset` to the number of bytes written behind it.
  void patch_size(std::size_t size_offset);
  void attribute(const std::string& name, More more);
  void value_text(std::string_view utf8, More more = More::No);
  void cdata(std::string_view utf8, More more = More::No);
  void char_ref(std::uint16_t code_unit, More more = More::No);
  void entity_ref(const std::string& name, More more = More::No);
  void pi(const std::string& target, std::string_view data);
  void substitution(const EvtxSubstitution& substitution);
  void token(BinXmlToken token, More more = More::No);
  void raw(const EvtxBytes& bytes);

 private:
  void write_nodes(const std::vector<EvtxNode>& nodes);
  void write_node(const EvtxNode& node, More more);
  void write_attributes(const std::vector<EvtxAttribute>& attributes);
  void write_definition(const EvtxTemplatePtr& kept);
  void write_values(const EvtxTemplateInstance& instance);

  EvtxChunkWriter& chunk_;
  // Elements carry a dependency id inside template definitions only, not in
  // XML embedded in a value.
  bool in_definition_ = false;
};

}  // namespace eventlens::test
