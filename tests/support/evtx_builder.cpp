// See evtx_builder.h.
#include "evtx_builder.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "binxml_writer.h"
#include "evtx_byte_writer.h"

namespace eventlens::test {

EvtxBuilder::EvtxBuilder(EvtxOptions options)
    : options_(options),
      chunk_(options.chunk_fill_limit),
      next_id_(options.first_record_id),
      first_number_(options.first_record_number) {}

std::uint64_t EvtxBuilder::add_event(const EvtxEvent& event) {
  const EvtxFragment body = event_fragment(event, next_id_, templates_);
  return add_record(body, event.written_time.value_or(event.time));
}

std::uint64_t EvtxBuilder::add_record(const EvtxFragment& body,
                                      std::uint64_t time) {
  return add_token_record(time,
                          [&](BinXmlWriter& writer) { writer.write(body); });
}

std::uint64_t EvtxBuilder::add_token_record(
    std::uint64_t time, const EvtxChunkWriter::BodyWriter& body) {
  if (!chunk_.append_record(next_id_, time, body)) {
    start_chunk();
    if (!chunk_.append_record(next_id_, time, body)) {
      throw std::length_error("record does not fit into a chunk");
    }
  }
  ++records_in_chunk_;
  return next_id_++;
}

void EvtxBuilder::start_chunk() {
  if (chunk_.empty()) {
    return;
  }
  chunks_.push_back(chunk_.finish(first_number_));
  chunk_ = EvtxChunkWriter(options_.chunk_fill_limit);
  first_number_ += std::exchange(records_in_chunk_, 0);
}

void EvtxBuilder::add_zero_chunk() {
  start_chunk();
  chunks_.emplace_back(kEvtxChunkSize, std::uint8_t{0});
}

void EvtxBuilder::set_next_record_id(std::uint64_t id) { next_id_ = id; }

EvtxBytes EvtxBuilder::file_header(std::size_t chunk_count) const {
  static constexpr std::string_view kMagic("ElfFile\0", 8);
  EvtxByteWriter out;
  for (const char c : kMagic) {
    out.put(static_cast<std::uint8_t>(c));
  }
  out.put(std::uint64_t{0});                             // oldest chunk
  out.put(static_cast<std::uint64_t>(chunk_count - 1));  // current chunk
  out.put(options_.next_record_id.value_or(next_id_));
  out.put(std::uint32_t{128});  // bytes of the header that are used
  out.put(options_.minor_version);
  out.put(std::uint16_t{3});  // major version
  out.put(static_cast<std::uint16_t>(kEvtxFileHeaderSize));
  out.put(
      options_.chunk_count.value_or(static_cast<std::uint16_t>(chunk_count)));
  out.put_zeros(76);
  out.put(options_.file_flags);
  out.put_zeros(kEvtxFileHeaderSize - out.size());
  set_evtx_file_checksum(out.bytes());
  return out.bytes();
}

EvtxBytes EvtxBuilder::finish() const {
  // A log always has a chunk, be it an empty one.
  const bool open_chunk = !chunk_.empty() || chunks_.empty();
  EvtxBytes file = file_header(chunks_.size() + (open_chunk ? 1 : 0));
  for (const EvtxBytes& chunk : chunks_) {
    file.insert(file.end(), chunk.begin(), chunk.end());
  }
  if (open_chunk) {
    const EvtxBytes chunk = chunk_.finish(first_number_);
    file.insert(file.end(), chunk.begin(), chunk.end());
  }
  return file;
}

}  // namespace eventlens::test
