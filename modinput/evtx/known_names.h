// Names that nearly every event has. A damaged name is told from its stored
// hash and length where it is one of these; entities are told by name.
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace eventlens::evtx {

/// The hash stored with a name: h = h * 65599 + code unit from 0, low 16 bits
/// ([MS-EVEN6] 2.2.12, NameHash).
[[nodiscard]] uint16_t name_hash(ByteView utf16);

/// The well-known name (UTF-16LE, static) of that hash and length, or an empty
/// view.
[[nodiscard]] ByteView known_name_of(uint16_t hash, uint16_t length);

/// The character of one of XML's five entities, or 0.
[[nodiscard]] char16_t entity_character(ByteView utf16_name);

}  // namespace eventlens::evtx
