// Writes one 64 KiB EVTX chunk: records, the name and template tables that
// the records share, and the header with its checksums.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "evtx_byte_writer.h"
#include "evtx_tree.h"

namespace eventlens::test {

class BinXmlWriter;

inline constexpr std::size_t kEvtxFileHeaderSize = 4096;
inline constexpr std::size_t kEvtxChunkSize = 65536;
inline constexpr std::size_t kEvtxChunkHeaderSize = 512;
inline constexpr std::size_t kEvtxRecordHeaderSize = 24;
// Where the last record of a full chunk ends at most. Real chunks end here or
// earlier; a record that ends at 65,536 is lost to some readers.
inline constexpr std::size_t kEvtxChunkFillLimit = kEvtxChunkSize - 8;

// h = h * 65599 + code unit, of which the low 16 bits are stored.
std::uint16_t evtx_name_hash(std::u16string_view name);

class EvtxChunkWriter {
 public:
  using BodyWriter = std::function<void(BinXmlWriter&)>;

  explicit EvtxChunkWriter(std::size_t fill_limit = kEvtxChunkFillLimit);

  bool empty() const { return record_count_ == 0; }

  // Appends one record. False, with the chunk as it was before, when there is
  // no room for it.
  bool append_record(std::uint64_t id, std::uint64_t time,
                     const BodyWriter& body);

  // The complete chunk; `first_number` is the file-relative number of its
  // first record. Without records this is the pristine header that Windows
  // writes into a new chunk.
  EvtxBytes finish(std::uint64_t first_number) const;

  // For BinXmlWriter: where the next byte goes (offset in the chunk), the
  // bytes themselves, and the shared tables.
  EvtxByteWriter& out() { return out_; }
  // Writes the u32 offset of a name, and the name itself behind it when this
  // is its first use in the chunk.
  void put_name(const std::string& utf8);
  // Offset of the definition in this chunk, or 0 when it has none yet.
  std::size_t template_offset(const EvtxTemplate* definition) const;
  // Enters a definition that starts at the current position and writes the
  // offset of the previous one in its bucket. The chunk keeps the definition,
  // so that no later one can take its address and pass for it.
  void enter_template(EvtxTemplatePtr definition);

 private:
  struct Entry {
    std::size_t bucket = 0;
    std::uint32_t previous_head = 0;
    std::u16string name;         // names only
    EvtxTemplatePtr definition;  // templates only
  };
  struct Mark {
    std::size_t size = 0;
    std::size_t names = 0;
    std::size_t templates = 0;
  };

  Mark mark() const;
  void roll_back(const Mark& mark);
  void put_header(EvtxBytes& chunk, std::uint64_t first_number) const;

  std::size_t fill_limit_;
  EvtxByteWriter out_;
  std::map<std::u16string, std::uint32_t> name_offsets_;
  std::map<const EvtxTemplate*, std::uint32_t> template_offsets_;
  std::vector<Entry> names_;      // in order of entry, to roll back
  std::vector<Entry> templates_;  // likewise
  std::array<std::uint32_t, 64> name_heads_{};
  std::array<std::uint32_t, 32> template_heads_{};
  std::uint64_t first_id_ = 0;
  std::uint64_t last_id_ = 0;
  std::uint64_t record_count_ = 0;
  std::uint32_t last_record_offset_ = 0;
};

}  // namespace eventlens::test
