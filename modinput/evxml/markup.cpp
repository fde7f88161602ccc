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

size_t Sections::end_at(size_t at) {
  const std::string_view rest = text_.substr(at);
  if (rest.starts_with("<!--")) {
    return behind(kComment, "-->", at + 4);
  }
  if (rest.starts_with("<![CDATA[")) {
    return behind(kCData, "]]>", at);
  }
  if (!rest.starts_with("<!DOCTYPE")) {
    return at;
  }
  // A name and identifiers, then declarations in brackets or the end.
  constexpr size_t kMostInFront = 1024;
  const std::string_view front = rest.substr(0, kMostInFront);
  const size_t first = front.find_first_of("[>");
  if (first == front.npos) {
    return at;
  }
  return front[first] == '>' ? at + first + 1
                             : behind(kDeclarations, "]>", at + first);
}

/// The place behind the next `end`, which closes what `mark` names.
size_t Sections::behind(Mark mark, std::string_view end, size_t from) {
  if (from >= none_from_[mark]) {
    return text_.npos;
  }
  const size_t found = find(text_, end, from);
  if (found == text_.npos) {
    none_from_[mark] = from;
    return found;
  }
  return found + end.size();
}

}  // namespace eventlens::evxml
