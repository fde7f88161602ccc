// What may lie between events without anything being lost.
#pragma once

#include <string_view>

namespace eventlens::evxml {

/// Whether `gap` holds nothing but blanks, byte order marks, declarations,
/// comments, the tags of elements around events, and the lines that tools write
/// between events ("Record 7", "evtxexport 20181227").
[[nodiscard]] bool is_filler(std::string_view gap);

}  // namespace eventlens::evxml
