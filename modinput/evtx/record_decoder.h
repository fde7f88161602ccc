// One record's BinXML stream -> a Fragment and a flat array of Values.
//
// This is the hot path: on a record of a known template it resolves two
// definition offsets, copies the value descriptors and does nothing else.
#pragma once

#include <span>
#include <vector>

#include "event/event.h"
#include "evtx/fragment.h"

namespace eventlens::evtx {

class RecordDecoder {
 public:
  explicit RecordDecoder(FragmentCache& cache) : cache_(cache) {}

  /// Begins a chunk; `chunk` must outlive the decoding of its records and has
  /// kReadSlack readable bytes behind its end.
  void begin_chunk(ByteView chunk);

  /// Decodes the stream in [start, end) of the chunk. The values, valid until
  /// the next call, are in values(); the shape lives as long as the cache's
  /// contents. Error: Truncated, Malformed, LimitExceeded where there is no
  /// event to be made of it.
  Expected<const Shape*> decode(size_t start, size_t end, Issues& issues);

  /// The same for a record that was found in slack: names and definitions that
  /// it refers to may have been overwritten since, and are used only where
  /// their hashes and ids still fit.
  Expected<const Shape*> decode_remains(size_t start, size_t end,
                                        Issues& issues);

  /// Reads only what a Selection asks for, `fields`: the shape of the record's
  /// outer template, whose values up to the last of them are then in values();
  /// or null where the record has to be decoded to know them.
  const Shape* peek(size_t start, size_t end,
                    std::span<const SystemField> fields, Issues& issues);

  /// Where the values of the record that was decoded last end; the end of its
  /// stream where it has no template, its start where it has no event.
  [[nodiscard]] size_t content_end() const { return content_end_; }

  [[nodiscard]] std::span<const Value> values() const { return values_.view(); }

 private:
  struct Instance {
    const Fragment* definition;  // null: it cannot be read
    uint32_t value_count;
    size_t descriptors;  // chunk offset
  };
  struct KnownDefinition {
    uint32_t offset;
    uint16_t chunk_number;
    bool names_damaged;
    const Fragment* fragment;  // null: known to be damaged
  };

  Expected<const Fragment*> fragment_at(size_t start, size_t end, size_t depth,
                                        Issues& issues);
  Expected<const Fragment*> instance_at(size_t start, size_t end, size_t depth,
                                        Issues& issues);
  Expected<Instance> read_instance(size_t start, size_t end, Issues& issues);
  const Fragment* definition_at(uint32_t offset, Issues& issues);
  const Fragment* learn_definition(uint32_t offset, Issues& issues);
  [[nodiscard]] bool is_definition_of(size_t start, uint32_t offset) const;
  const Fragment* read_values(const Instance& instance,
                              const Fragment* definition, size_t end,
                              size_t depth, Issues& issues);

  FragmentCache& cache_;
  ByteView chunk_;
  ValueList values_;
  // Sub-fragments found at each depth; reused.
  std::vector<std::vector<SubFragment>> subs_;
  // Direct-mapped by offset, with linear probing; an entry of another chunk is
  // free. A chunk holds at most 65536 / 24 definitions.
  std::vector<KnownDefinition> known_;
  uint16_t chunk_number_ = 0;
  size_t content_end_ = 0;
  bool of_remains_ = false;  // see decode_remains
};

}  // namespace eventlens::evtx
