#include "evtx/token_pattern.h"

#include <algorithm>
#include <cstring>

#include "base/limits.h"
#include "evtx/format.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace eventlens::evtx {
namespace {

constexpr size_t kReferenceSize = 4;
// A name entry begins with the offset of the next one in its hash bucket, which
// says nothing about the name.
constexpr size_t kNextSize = 4;
constexpr size_t kSizeSize = 4;

/// Most of what is compared is shorter than a call of memcmp is worth.
/// REQUIRES: kReadSlack readable bytes behind both, whatever the size.
inline bool same(const uint8_t* a, const uint8_t* b, size_t size) {
#if defined(__SSE2__)
  const auto equal = [a, b](size_t at) {
    return static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(a + at)),
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(b + at)))));
  };
  constexpr uint32_t kAll = 0xFFFF;
  size_t at = 0;
  for (; size - at > 16; at += 16) {
    if (equal(at) != kAll) {
      return false;
    }
  }
  return (~equal(at) & ((uint32_t{1} << (size - at)) - 1)) == 0;
#else
  return std::memcmp(a, b, size) == 0;
#endif
}

/// Of a name entry at `offset`, which lies in the chunk: hash, count and
/// characters.
ByteView name_bytes(ByteView chunk, size_t offset) {
  const auto count = load_le<uint16_t>(chunk.data() + offset + 6);
  return chunk.subspan(offset + kNextSize,
                       kNameHeaderSize - kNextSize + size_t{2} * count);
}

}  // namespace

TokenPattern::TokenPattern(ByteView chunk, size_t start, size_t end,
                           const std::vector<VariablePlace>& places,
                           const Fragment* fragment)
    : fragment_(fragment) {
  pieces_.reserve(places.size() + 1);
  Piece piece;
  size_t done = start;
  const auto close = [&](Piece::End how) {
    piece.end = how;
    pieces_.push_back(piece);
    piece = {};
  };
  for (const VariablePlace& place : places) {
    const ByteView fixed = chunk.subspan(done, place.at - done);
    if (piece.skip_behind > 0 && !fixed.empty()) {
      close(Piece::End::Nothing);
    }
    append(fixed);
    piece.fixed += static_cast<uint32_t>(fixed.size());
    switch (place.kind) {
      case VariablePlace::Kind::Name:
        done = add_name(piece, chunk, place.at);
        close(Piece::End::Name);
        break;
      case VariablePlace::Kind::Size:
        (piece.fixed == 0 ? piece.skip_before : piece.skip_behind) += kSizeSize;
        done = place.at + kSizeSize;
        break;
      case VariablePlace::Kind::Text:
        done = place.at + 2 +
               size_t{2} * load_le<uint16_t>(chunk.data() + place.at);
        close(Piece::End::Text);
        break;
    }
  }
  if (piece.skip_behind > 0) {
    close(Piece::End::Nothing);
  }
  piece.fixed = static_cast<uint32_t>(end - done);
  append(chunk.subspan(done, piece.fixed));
  close(Piece::End::Nothing);
  bytes_.resize(bytes_.size() + kReadSlack);  // see same()
}

/// Of the name reference at `at`; returns where the tokens go on.
size_t TokenPattern::add_name(Piece& piece, ByteView chunk, size_t at) {
  const auto offset = load_le<uint32_t>(chunk.data() + at);
  const ByteView name = name_bytes(chunk, offset);
  append(name);
  piece.name_size = static_cast<uint32_t>(name.size());
  at += kReferenceSize;
  return offset == at ? at + kNextSize + name.size() + kNameTrailerSize : at;
}

bool TokenPattern::matches(ByteView chunk, size_t start, size_t end,
                           ValueList& values) const {
  const uint8_t* expected = bytes_.data();
  const uint8_t* at = chunk.data() + start;
  const uint8_t* const stop = chunk.data() + end;
  const auto left = [&] { return static_cast<size_t>(stop - at); };
  for (const Piece& piece : pieces_) {
    const size_t size =
        size_t{piece.skip_before} + piece.fixed + piece.skip_behind;
    if (left() < size || !same(expected, at + piece.skip_before, piece.fixed)) {
      return false;
    }
    at += size;
    expected += piece.fixed;
    if (piece.end == Piece::End::Name) {
      if (left() < kReferenceSize) {
        return false;
      }
      const size_t offset = load_le<uint32_t>(at);
      at += kReferenceSize;
      if (offset + kNextSize + piece.name_size > chunk.size() ||
          !same(expected, chunk.data() + offset + kNextSize, piece.name_size)) {
        return false;
      }
      expected += piece.name_size;
      if (chunk.data() + offset == at) {
        const size_t entry = kNextSize + piece.name_size + kNameTrailerSize;
        if (entry > left()) {
          return false;
        }
        at += entry;
      }
    } else if (piece.end == Piece::End::Text) {
      if (left() < 2) {
        return false;
      }
      const size_t text = size_t{2} * load_le<uint16_t>(at);
      at += 2;
      if (text > left()) {
        return false;
      }
      values.push_back({at, static_cast<uint32_t>(text),
                        static_cast<uint8_t>(ValueType::String)});
      at += text;
    }
  }
  return true;
}

size_t TokenPattern::footprint() const {
  return sizeof(*this) + pieces_.capacity() * sizeof(Piece) + bytes_.capacity();
}

const Fragment* PatternList::find(ByteView chunk, size_t start, size_t end,
                                  ValueList& values) {
  const size_t base = values.size();
  for (size_t i = 0; i < patterns_.size(); ++i) {
    if (patterns_[i].matches(chunk, start, end, values)) {
      const auto found = patterns_.begin() + static_cast<ptrdiff_t>(i);
      std::rotate(patterns_.begin(), found, found + 1);
      return patterns_.front().fragment();
    }
    values.truncate(base);
  }
  return nullptr;
}

size_t PatternList::add(TokenPattern pattern) {
  size_t gone = 0;
  if (patterns_.size() == kMaxPatterns) {
    gone = patterns_.back().footprint();
    patterns_.pop_back();
  }
  const size_t come = pattern.footprint();
  patterns_.insert(patterns_.begin(), std::move(pattern));
  return come - std::min(come, gone);
}

}  // namespace eventlens::evtx
