// Walks the tokens of one BinXML fragment and tells a handler what it meets.
//
// One walker serves template definitions and fragments without a template;
// they differ in one thing: inside a definition every element carries a
// dependency id ([MS-EVEN6] 2.2.12, confirmed on forwarded events).
#pragma once

#include <cstdint>

#include "base/cursor.h"
#include "evtx/format.h"
#include "log/issues.h"

namespace eventlens::evtx {

/// Names are UTF-16LE views into the chunk. Calls come in document order;
/// after an element's start come its attributes, then its content.
class TokenHandler {
 public:
  virtual ~TokenHandler() = default;
  /// The u32 at `at` in the chunk says where a name lies, or how long an
  /// element or its list of attributes is: what differs between fragments that
  /// say the same. Comes before the call that it is part of.
  virtual void name_reference(size_t /*at*/) {}
  virtual void size_field(size_t /*at*/) {}
  /// The walk ended without error, behind its last token.
  virtual void finished(size_t /*at*/) {}
  virtual void element_start(ByteView name, uint16_t dependency) = 0;
  /// `empty`: the element was closed without content (<x/>).
  virtual void element_end(bool empty) = 0;
  virtual void attribute_start(ByteView name) = 0;
  virtual void attribute_end() = 0;
  /// Characters: of a value token or a CDATA section.
  virtual void text(ByteView utf16) = 0;
  /// A character that was written as a reference.
  virtual void character(uint16_t code_unit) = 0;
  virtual void substitution(uint16_t index, bool optional) = 0;
  virtual void instruction(ByteView target, ByteView data) = 0;
};

enum class FragmentKind : uint8_t { TemplateDefinition, Plain };

/// Reads the fragment at `start` of `chunk`, whose tokens end at `end` at the
/// latest (names may lie anywhere in the chunk). Whatever happens, every
/// element and attribute that was started is also ended.
/// Error: Truncated, Malformed, LimitExceeded, with the offset in the chunk.
Status walk_tokens(ByteView chunk, size_t start, size_t end, FragmentKind kind,
                   TokenHandler& handler, Issues& issues);

/// The name entry at `offset`. Errors: Truncated, LimitExceeded.
Expected<ByteView> read_name(ByteView chunk, uint32_t offset, Issues& issues);

}  // namespace eventlens::evtx
