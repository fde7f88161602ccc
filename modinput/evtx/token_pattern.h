// Recognises a BinXML fragment that reads like one that was walked before, from
// its bytes alone.
//
// Every chunk repeats the definitions that its records use, and forwarded logs
// have whole events without a template; walking their tokens each time took a
// quarter of the time of a mixed log's conversion. The bytes of two fragments
// that say the same differ in three places only: where names lie (and whether
// one is written right there), how long elements are, and what is a value. A
// pattern is the bytes between those places.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "event/value.h"
#include "evtx/token_walker.h"

namespace eventlens::evtx {

struct Fragment;

/// Where a walked fragment differs from others that say the same: offsets in
/// its chunk, ascending.
struct VariablePlace {
  enum class Kind : uint8_t { Name, Size, Text };
  Kind kind;
  size_t at;  // Name: of its offset; Text: of the count of characters
};

class TokenPattern {
 public:
  /// Of the fragment whose tokens are [start, end) of `chunk`.
  TokenPattern(ByteView chunk, size_t start, size_t end,
               const std::vector<VariablePlace>& places,
               const Fragment* fragment);

  /// Whether the tokens at `start`, which end at `end` at the latest, say the
  /// same; kReadSlack bytes behind the chunk are readable. If so, texts that
  /// are values are appended to `values`.
  [[nodiscard]] bool matches(ByteView chunk, size_t start, size_t end,
                             ValueList& values) const;

  [[nodiscard]] const Fragment* fragment() const { return fragment_; }
  /// Memory it holds, roughly, in bytes.
  [[nodiscard]] size_t footprint() const;

 private:
  /// What lies between two names or texts: sizes have no piece of their own,
  /// because that alone took half of the time.
  struct Piece {
    enum class End : uint8_t { Nothing, Name, Text };
    uint8_t skip_before = 0;  // bytes that do not matter
    uint8_t skip_behind = 0;  // the same, behind the fixed ones
    End end = End::Nothing;
    uint32_t fixed = 0;      // bytes that are the same
    uint32_t name_size = 0;  // bytes of hash, count and characters
  };

  void append(ByteView bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  size_t add_name(Piece& piece, ByteView chunk, size_t at);

  std::vector<Piece> pieces_;
  // Per piece its fixed bytes, then its name's; and kReadSlack bytes.
  std::vector<uint8_t> bytes_;
  const Fragment* fragment_;
};

/// Patterns of one kind of fragment, the last one that matched first.
class PatternList {
 public:
  /// What find() looks through at most. A log has more kinds of events without
  /// template only where it collects those of many channels.
  static constexpr size_t kMaxPatterns = 32;

  /// The fragment of the pattern that matches, or null.
  const Fragment* find(ByteView chunk, size_t start, size_t end,
                       ValueList& values);
  /// Adds a pattern in front; the last one goes where there are too many.
  /// Returns by how much the list's footprint grew.
  size_t add(TokenPattern pattern);

 private:
  std::vector<TokenPattern> patterns_;
};

}  // namespace eventlens::evtx
