// Fragments: what the reader has learned of BinXML structures, kept across
// chunks and files.
//
// A Fragment is the structure of one template definition, of one fragment
// without a template, or of a definition composed with the fragments that its
// values are (the payload of every event is such a value). It is what a Shape
// is made of.
//
// Definitions are recognised by a signature with names resolved: token kinds,
// names, literals, substitutions. Neither GUID nor bytes would do: 30 % of
// GUIDs occur with more than one body, and the bytes of a body depend on which
// names were stored in its chunk before.
//
// Measured on 232,661 records of natural logs: a cache across chunks saves 40 %
// of the time that a cache per chunk takes (1,191 compiles for 2,312 chunks).
#pragma once

#include <array>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/text_pool.h"
#include "event/shape.h"
#include "evtx/token_pattern.h"
#include "evtx/token_walker.h"

namespace eventlens::evtx {

struct Fragment {
  /// The structure, in document order. Lives as long as the fragment; moves
  /// into the shape when that is made.
  [[nodiscard]] const std::vector<Item>& items() const {
    return shape == nullptr ? own_items : shape->items();
  }

  std::vector<Item> own_items;   // until there is a shape
  std::unique_ptr<Shape> shape;  // made when it first is a whole event
  uint16_t slot_count = 0;
  size_t footprint = 0;  // memory that it needs in the end, roughly, in bytes

  /// Whether an element's content shows this value: only there can a fragment
  /// stand, and others need not be decoded.
  std::vector<bool> shows;
};

/// A value of a template instance that is a fragment itself.
struct SubFragment {
  uint16_t slot;
  const Fragment* fragment;
  bool operator==(const SubFragment&) const = default;
};

class FragmentCache {
 public:
  /// The structure of the template definition whose body is [start, end) of
  /// `chunk`; learned where it is new. `guid`, half of the definition's GUID,
  /// only speeds the search up. Lives until clear().
  /// Errors: what walk_tokens says of the body; LimitExceeded where one chunk's
  /// structures are twice what is_full() allows.
  Expected<const Fragment*> definition(uint64_t guid, ByteView chunk,
                                       size_t start, size_t end,
                                       Issues& issues);

  /// The structure of a fragment without template at `start`; its texts become
  /// values, appended to `values`. A fragment that is damaged ends where the
  /// damage begins (counted as fragment_damaged); Error where not even its
  /// first element can be read.
  Expected<const Fragment*> plain(ByteView chunk, size_t start, size_t end,
                                  ValueList& values, Issues& issues);

  /// `definition` with each sub-fragment's items where its slot stood. The
  /// values of sub-fragments follow those of the definition, in order.
  const Fragment* compose(const Fragment* definition,
                          const std::vector<SubFragment>& subs);

  /// `count` values under no names, for an instance whose definition cannot be
  /// read. With `whole_event` and the 18 or 20 values of Windows' own outer
  /// template <System> is put together again (evtx/positional.h), without what
  /// the lost definition held as literals: Computer, and of 20 values also
  /// Provider and Channel.
  const Fragment* positional(uint16_t count, bool whole_event);

  /// The shape of a whole event of that structure.
  const Shape* shape_of(const Fragment* fragment);

  /// Whether the limits of base/limits.h are reached: time to clear().
  [[nodiscard]] bool is_full() const;
  /// Forgets everything; Fragments and Shapes given so far cease to exist.
  void clear();

 private:
  struct CompositionKey {
    const Fragment* definition;
    std::vector<SubFragment> subs;
    bool operator==(const CompositionKey&) const = default;
  };
  struct CompositionHash {
    size_t operator()(const CompositionKey& key) const;
  };

  [[nodiscard]] Status check_room() const;
  Expected<const Fragment*> fragment_of(PatternList& patterns,
                                        FragmentKind kind, ByteView chunk,
                                        size_t start, size_t end,
                                        ValueList& values, Issues& issues);
  const Fragment* learn(size_t slot_count);
  const Fragment* compose_many(const Fragment* definition,
                               const std::vector<SubFragment>& subs);
  const Fragment* find(const std::string& signature) const;
  const Fragment* keep(std::string signature, std::unique_ptr<Fragment> fresh);

  TextPool texts_;  // of all items
  std::unordered_map<std::string, std::unique_ptr<Fragment>> by_signature_;
  std::unordered_map<CompositionKey, std::unique_ptr<Fragment>, CompositionHash>
      compositions_;
  std::unordered_map<uint64_t, PatternList> definitions_;  // by GUID's half
  PatternList plain_;
  size_t footprint_ = 0;
  std::string signature_;    // scratch
  std::vector<Item> items_;  // scratch
  ValueList no_values_;      // what definitions have of values
  CompositionKey key_{};     // scratch
  // Compositions of one sub-fragment, the usual case, by a few bits of the two
  // addresses: where they were found last.
  struct Recent {
    const Fragment* definition = nullptr;
    SubFragment sub{};
    const Fragment* composed = nullptr;
  };
  std::array<Recent, 256> recent_{};
};

}  // namespace eventlens::evtx
