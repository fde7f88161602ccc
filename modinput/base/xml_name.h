// Names as XML 1.0 allows them in markup.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace eventlens {

/// NameStartChar of XML 1.0 section 2.3, and what NameChar adds to it; of the
/// characters of 16 bits.
[[nodiscard]] bool is_xml_name_start(uint32_t c);
[[nodiscard]] bool is_xml_name_more(uint32_t c);

/// The UTF-8 name with "_" for each character that a name may not have there;
/// "_" where it is empty.
[[nodiscard]] std::string to_xml_name(std::string_view name);

}  // namespace eventlens
