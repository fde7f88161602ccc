// Builds valid EVTX files in memory, for tests of a reader and for the demo
// logs. The usual way:
//
//   EvtxBuilder builder;
//   builder.add_event({.event_id = 4771,
//                      .keywords = 0x8010000000000000,
//                      .time = filetime_from_utc({2025, 3, 3, 8, 0, 0, 0}),
//                      .data = {{"TargetUserName", string_value("svc-sql")},
//                               {"Status", hex32_value(0x18)}}});
//   std::vector<std::uint8_t> bytes = builder.finish();
//
// Odd shapes: `add_record` takes any tree (evtx_tree.h), `add_token_record`
// writes single BinXml tokens (binxml_writer.h). Damage is done afterwards on
// the finished bytes with EvtxImage (evtx_image.h).
//
// This code shares nothing with the reader: it is a second witness for the
// format.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "evtx_chunk_writer.h"
#include "evtx_event.h"
#include "evtx_image.h"

namespace eventlens::test {

// Flags of the file header.
inline constexpr std::uint32_t kEvtxFileDirty = 1;
inline constexpr std::uint32_t kEvtxFileFull = 2;
inline constexpr std::uint32_t kEvtxFileNoCrc32 = 4;

struct EvtxOptions {
  std::uint16_t minor_version = 1;  // 3.1; Windows 10 2004 and later write 3.2
  std::uint32_t file_flags = 0;
  // Ids continue in copied and cleared logs while numbers start at 1 again.
  std::uint64_t first_record_id = 1;
  std::uint64_t first_record_number = 1;
  // A small limit makes many chunks of few records; kEvtxChunkSize allows one
  // that is full to its last byte.
  std::size_t chunk_fill_limit = kEvtxChunkFillLimit;
  // What the file header claims instead of the true chunk count.
  std::optional<std::uint16_t> chunk_count{};
  // "Next record id" of a live log's header, which lags behind.
  std::optional<std::uint64_t> next_record_id{};
};

class EvtxBuilder {
 public:
  explicit EvtxBuilder(EvtxOptions options = {});

  // Each add function returns the id of the new record. A record that does
  // not fit into an empty chunk, or a value of more than 65,535 bytes, throws
  // std::length_error; the builder stays usable.
  std::uint64_t add_event(const EvtxEvent& event);
  std::uint64_t add_record(const EvtxFragment& body, std::uint64_t time);
  std::uint64_t add_token_record(std::uint64_t time,
                                 const EvtxChunkWriter::BodyWriter& body);

  // The next record starts a new chunk although the current one has room.
  void start_chunk();
  // A slot that Windows reserved and never wrote.
  void add_zero_chunk();
  // A gap in the record ids.
  void set_next_record_id(std::uint64_t id);

  EvtxTemplateCache& templates() { return templates_; }

  // The file as it is now; adding may go on afterwards.
  EvtxBytes finish() const;
  EvtxImage image() const { return EvtxImage(finish()); }

 private:
  EvtxBytes file_header(std::size_t chunk_count) const;

  EvtxOptions options_;
  EvtxTemplateCache templates_;
  std::vector<EvtxBytes> chunks_;  // finished ones
  EvtxChunkWriter chunk_;
  std::uint64_t next_id_;
  std::uint64_t first_number_ = 1;  // of the current chunk's first record
  std::uint64_t records_in_chunk_ = 0;
};

}  // namespace eventlens::test
