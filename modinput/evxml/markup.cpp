#include "evxml/markup.h"

#include <bit>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace eventlens::evxml {
namespace {

#if defined(__SSE2__)
constexpr size_t kBlock = sizeof(__m128i);
#endif

}  // namespace

size_t find(std::string_view text, std::string_view what, size_t at) {
#if defined(__SSE2__)
  const auto block = [&text](size_t from) {
    return _mm_loadu_si128(
        reinterpret_cast<const __m128i*>(text.data() + from));
  };
  const __m128i first = _mm_set1_epi8(what[0]);
  const __m128i second = _mm_set1_epi8(what[1]);
  for (; at + kBlock < text.size(); at += kBlock) {
    const __m128i both = _mm_and_si128(_mm_cmpeq_epi8(block(at), first),
                                       _mm_cmpeq_epi8(block(at + 1), second));
    for (auto found = static_cast<uint32_t>(_mm_movemask_epi8(both));
         found != 0; found &= found - 1) {
      const size_t begin = at + static_cast<size_t>(std::countr_zero(found));
      if (text.substr(begin, what.size()) == what) {
        return begin;
      }
    }
  }
#endif
  return text.find(what, at);
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
