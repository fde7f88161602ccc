// See evtx_chunk_writer.h. Chunk layout: LEX "Event log chunk"; bucket rules
// were measured on real logs: a name's bucket is its 16-bit hash modulo 64, a
// template's is the same hash over the eight 16-bit words of its GUID, modulo
// 32; a new entry becomes the head of its bucket and points to the old head.
#include "evtx_chunk_writer.h"

#include <algorithm>

#include "binxml_writer.h"
#include "evtx_image.h"

namespace eventlens::test {
namespace {

constexpr std::uint32_t kRecordMagic = 0x00002A2A;
constexpr std::uint32_t kTablesOffset = 128;
constexpr std::size_t kNameTableOffset = 128;
constexpr std::size_t kTemplateTableOffset = 384;
// Set in every chunk of every real log, clean or dirty.
constexpr std::uint32_t kChunkFlags = 1;
constexpr std::uint64_t kNoRecord = 0xFFFFFFFFFFFFFFFF;

std::uint32_t hash_words(std::u16string_view words) {
  std::uint32_t hash = 0;
  for (const char16_t word : words) {
    hash = hash * 65599 + word;
  }
  return hash;
}

std::size_t template_bucket(const EvtxGuid& guid) {
  std::u16string words;
  for (std::size_t i = 0; i < guid.size(); i += 2) {
    words.push_back(static_cast<char16_t>(guid[i] | (guid[i + 1] << 8)));
  }
  return hash_words(words) % 32;
}

void set_u32(EvtxBytes& bytes, std::size_t offset, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) {
    bytes.at(offset + i) = static_cast<std::uint8_t>(value >> (8 * i));
  }
}

void set_u64(EvtxBytes& bytes, std::size_t offset, std::uint64_t value) {
  set_u32(bytes, offset, static_cast<std::uint32_t>(value));
  set_u32(bytes, offset + 4, static_cast<std::uint32_t>(value >> 32));
}

}  // namespace

std::uint16_t evtx_name_hash(std::u16string_view name) {
  return static_cast<std::uint16_t>(hash_words(name) & 0xFFFF);
}

EvtxChunkWriter::EvtxChunkWriter(std::size_t fill_limit)
    : fill_limit_(std::min(fill_limit, kEvtxChunkSize)),
      out_(kEvtxChunkHeaderSize) {}

bool EvtxChunkWriter::append_record(std::uint64_t id, std::uint64_t time,
                                    const BodyWriter& body) {
  const Mark before = mark();
  const std::size_t start = out_.size();
  out_.put(kRecordMagic);
  out_.put(std::uint32_t{0});  // size, patched below
  out_.put(id);
  out_.put(time);
  BinXmlWriter writer(*this);
  try {
    body(writer);
  } catch (...) {
    roll_back(before);  // the chunk stays usable
    throw;
  }
  // The size includes its trailing copy and is a multiple of 8.
  while ((out_.size() - start + 4) % 8 != 0) {
    out_.put(std::uint8_t{0});
  }
  const auto size = static_cast<std::uint32_t>(out_.size() - start + 4);
  out_.put(size);
  if (out_.size() > fill_limit_) {
    roll_back(before);
    return false;
  }
  out_.patch(start + 4, size);
  if (empty()) {
    first_id_ = id;
  }
  last_id_ = id;
  ++record_count_;
  last_record_offset_ = static_cast<std::uint32_t>(start);
  return true;
}

EvtxBytes EvtxChunkWriter::finish(std::uint64_t first_number) const {
  EvtxBytes chunk = out_.bytes();
  chunk.resize(kEvtxChunkSize, 0);
  put_header(chunk, first_number);
  set_evtx_chunk_checksums(chunk);
  return chunk;
}

void EvtxChunkWriter::put_header(EvtxBytes& chunk,
                                 std::uint64_t first_number) const {
  static constexpr std::string_view kMagic("ElfChnk\0", 8);
  std::copy(kMagic.begin(), kMagic.end(), chunk.begin());
  set_u64(chunk, 8, empty() ? 1 : first_number);
  set_u64(chunk, 16, empty() ? kNoRecord : first_number + record_count_ - 1);
  set_u64(chunk, 24, empty() ? kNoRecord : first_id_);
  set_u64(chunk, 32, empty() ? kNoRecord : last_id_);
  set_u32(chunk, 40, kTablesOffset);
  set_u32(chunk, 44, last_record_offset_);
  set_u32(chunk, 48, static_cast<std::uint32_t>(out_.size()));
  set_u32(chunk, 120, kChunkFlags);
  for (std::size_t i = 0; i < name_heads_.size(); ++i) {
    set_u32(chunk, kNameTableOffset + 4 * i, name_heads_[i]);
  }
  for (std::size_t i = 0; i < template_heads_.size(); ++i) {
    set_u32(chunk, kTemplateTableOffset + 4 * i, template_heads_[i]);
  }
}

void EvtxChunkWriter::put_name(const std::string& utf8) {
  const std::u16string name = utf16_from_utf8(utf8);
  if (const auto known = name_offsets_.find(name);
      known != name_offsets_.end()) {
    out_.put(known->second);
    return;
  }
  const auto offset = static_cast<std::uint32_t>(out_.size() + 4);
  const std::uint16_t hash = evtx_name_hash(name);
  std::uint32_t& head = name_heads_[hash % name_heads_.size()];
  out_.put(offset);
  out_.put(head);  // next entry of the same bucket
  out_.put(hash);
  out_.put(static_cast<std::uint16_t>(name.size()));
  out_.put_utf16(name);
  out_.put(std::uint16_t{0});
  names_.push_back({hash % name_heads_.size(), head, name, nullptr});
  head = offset;
  name_offsets_.emplace(name, offset);
}

std::size_t EvtxChunkWriter::template_offset(
    const EvtxTemplate* definition) const {
  const auto known = template_offsets_.find(definition);
  return known == template_offsets_.end() ? 0 : known->second;
}

void EvtxChunkWriter::enter_template(EvtxTemplatePtr definition) {
  const auto offset = static_cast<std::uint32_t>(out_.size());
  const std::size_t bucket = template_bucket(definition->guid);
  template_offsets_[definition.get()] = offset;
  out_.put(template_heads_[bucket]);
  templates_.push_back(
      {bucket, template_heads_[bucket], {}, std::move(definition)});
  template_heads_[bucket] = offset;
}

EvtxChunkWriter::Mark EvtxChunkWriter::mark() const {
  return {out_.size(), names_.size(), templates_.size()};
}

void EvtxChunkWriter::roll_back(const Mark& mark) {
  out_.truncate(mark.size);
  for (; names_.size() > mark.names; names_.pop_back()) {
    name_heads_[names_.back().bucket] = names_.back().previous_head;
    name_offsets_.erase(names_.back().name);
  }
  for (; templates_.size() > mark.templates; templates_.pop_back()) {
    template_heads_[templates_.back().bucket] = templates_.back().previous_head;
    template_offsets_.erase(templates_.back().definition.get());
  }
}

}  // namespace eventlens::test
