#include "evxml/markup.h"

#include <cstring>

namespace eventlens::evxml {

size_t find(std::string_view text, std::string_view what, size_t at) {
  const void* const found =
      ::memmem(text.data() + at, text.size() - at, what.data(), what.size());
  return found == nullptr ? text.npos
                          : static_cast<size_t>(
                                static_cast<const char*>(found) - text.data());
}

size_t section_end(std::string_view text, size_t at) {
  const std::string_view rest = text.substr(at);
  const auto behind = [&](std::string_view end, size_t from) {
    const size_t found = find(text, end, from);
    return found == text.npos ? found : found + end.size();
  };
  if (rest.starts_with("<!--")) {
    return behind("-->", at + 4);
  }
  if (rest.starts_with("<![CDATA[")) {
    return behind("]]>", at);
  }
  if (rest.starts_with("<!DOCTYPE")) {
    const size_t first = text.find_first_of("[>", at);
    const bool has_declarations = first != text.npos && text[first] == '[';
    return behind(has_declarations ? "]>" : ">", at);
  }
  return at;
}

}  // namespace eventlens::evxml
