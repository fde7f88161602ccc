// Writes what the fuzzers of EVTX begin with, made by the builder of the tests:
//
//   make_fuzz_seeds DIRECTORY      DIRECTORY/<fuzzer>/<seed>
//
// Seeds that are text lie in tests/fuzz/seeds.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "support/evt_builder.h"
#include "support/sample_events.h"

namespace eventlens::test {
namespace {

namespace fs = std::filesystem;

using Logs = std::map<std::string, EvtxImage>;

EvtxImage log_of(const std::vector<EvtxEvent>& events) {
  EvtxBuilder builder;
  for (const EvtxEvent& event : events) {
    builder.add_event(event);
  }
  return builder.image();
}

EvtxImage log_of(const EvtxFragment& body) {
  EvtxBuilder builder;
  builder.add_record(body, sample_time());
  return builder.image();
}

/// A value of every type, single and as array.
EvtxEvent event_of_all_types() {
  EvtxEvent event = event_4771();
  event.dialect = EvtxDialect::Windows10;
  event.data = {{"Null", null_value(2)},
                {"Text", string_value("a <b> & 'c' \"d\" \u00e4\u20ac\n\x01")},
                {"Ansi", ansi_value("caf\xe9", TrailingNul::Yes)},
                {"I8", int8_value(-8)},
                {"U8", uint8_value(8)},
                {"I16", int16_value(-16)},
                {"U16", uint16_value(16)},
                {"I32", int32_value(-32)},
                {"U32", uint32_value(32)},
                {"I64", int64_value(-64)},
                {"U64", uint64_value(64)},
                {"R32", real32_value(1.5F)},
                {"R64", real64_value(-2.5e300)},
                {"Bool", bool_value(1)},
                {"Binary", binary_value({1, 2, 0xAB})},
                {"Guid", guid_value("{00112233-4455-6677-8899-AABBCCDDEEFF}")},
                {"SizeT", size_t_value(4096)},
                {"Time", filetime_value(sample_time())},
                {"System", systemtime_value({2025, 3, 1, 3, 8, 0, 0, 123})},
                {"Sid", sid_value("S-1-5-21-1-2-3-500")},
                {"H32", hex32_value(0xC000006D)},
                {"H64", hex64_value(0x8000000000000000)},
                {"Handle", handle_value(0x1234)},
                {"Texts", string_array_value({"one", "", "three"})},
                {"Numbers", array_value(EvtxType::UInt16,
                                        {uint16_value(1), uint16_value(2)})}};
  return event;
}

/// Tokens that events rarely have.
EvtxElement odd_element() {
  EvtxElement data{"Data", {text_attribute("Name", "Odd")}};
  data.children = {EvtxText{"a "}, EvtxEntityRef{"amp"}, EvtxCData{"<b> ]]>"},
                   EvtxCharRef{0xE4},
                   EvtxProcessingInstruction{"target", "data ?>"}};
  EvtxElement event{"Event", {}, {EvtxElement{"EventData", {}, {data}}}};
  return event;
}

/// Fragments in values of fragments.
EvtxFragment nested(unsigned depth) {
  EvtxTemplateInstance instance;
  EvtxElement root{
      "Level" + std::to_string(depth),
      {},
      {normal_substitution(0, 0x21), optional_substitution(1, 0x01)}};
  instance.definition = make_template(root.name, root);
  instance.values = {
      depth == 0 ? null_value() : binxml_value(nested(depth - 1)),
      string_value("x")};
  return {{instance}};
}

Logs logs_of_one_chunk() {
  EvtxEvent qualified = event_7036();
  qualified.activity_id = "{00112233-4455-6677-8899-AABBCCDDEEFF}";
  qualified.user_sid = "S-1-5-18";
  return {{"4771", log_of({event_4771(), event_4771()})},
          {"1102", log_of({event_1102()})},
          {"7036", log_of({event_7036(), qualified})},
          {"plain", log_of({event_plain()})},
          {"all_types", log_of({event_of_all_types()})},
          {"odd_tokens", log_of(EvtxFragment{{odd_element()}})},
          {"nested", log_of(nested(3))},
          {"mixed", sample_log().image()}};
}

/// Several chunks of small records: in order, wrapped around, cleared, in use.
Logs logs_of_many_chunks() {
  EvtxBuilder builder({.file_flags = kEvtxFileDirty});
  for (unsigned second = 0; second < 9; ++second) {
    if (second % 3 == 0) {
      builder.start_chunk();
    }
    builder.add_record({{text_element("Event", "x")}}, sample_time(second));
  }
  EvtxImage hidden = builder.image();
  hidden.hide_last_records(2, 1);
  EvtxImage wrapped = builder.image();
  wrapped.swap_chunks(0, 2);
  EvtxImage cleared = builder.image();
  cleared.make_chunk_header_pristine(1);
  EvtxImage headless = builder.image();
  headless.zero_file_header();
  return {{"in_order", builder.image()},
          {"hidden", hidden},
          {"wrapped", wrapped},
          {"cleared", cleared},
          {"headless", headless}};
}

void append_sized(EvtxBytes& out, const EvtxBytes& bytes) {
  out.push_back(static_cast<std::uint8_t>(bytes.size()));
  out.push_back(static_cast<std::uint8_t>(bytes.size() >> 8));
  out.insert(out.end(), bytes.begin(), bytes.end());
}

EvtxBytes part(const EvtxImage& log, std::size_t begin, std::size_t size) {
  const auto at = log.bytes().begin() + static_cast<std::ptrdiff_t>(begin);
  return {at, at + static_cast<std::ptrdiff_t>(size)};
}

/// The chunk's bytes up to the end of its last record.
EvtxBytes used_part(const EvtxImage& log, std::size_t chunk) {
  std::size_t end = EvtxImage::chunk_offset(chunk) + kEvtxChunkHeaderSize;
  for (std::size_t i = 0; i < log.record_count(); ++i) {
    if (log.record_chunk(i) == chunk) {
      end = log.record_offset(i) + log.record_size(i);
    }
  }
  const std::size_t begin = EvtxImage::chunk_offset(chunk);
  return part(log, begin, end - begin);
}

/// What fuzz_evtx_chunk.cpp takes: the hints, the chunk.
EvtxBytes chunk_seed(const EvtxImage& log, std::uint8_t hints) {
  EvtxBytes seed = {hints};
  const EvtxBytes chunk = used_part(log, 0);
  seed.insert(seed.end(), chunk.begin(), chunk.end());
  return seed;
}

/// What fuzz_binxml.cpp takes: the records' streams.
EvtxBytes binxml_seed(const EvtxImage& log) {
  constexpr std::size_t kFrame = kEvtxRecordHeaderSize + 4;
  EvtxBytes seed;
  for (std::size_t i = 0; i < log.record_count(); ++i) {
    append_sized(seed, part(log, log.record_offset(i) + kEvtxRecordHeaderSize,
                            log.record_size(i) - kFrame));
  }
  return seed;
}

/// What fuzz_evtx_file.cpp takes: flags, choice, header, chunks.
EvtxBytes file_seed(const EvtxImage& log, std::uint8_t flags) {
  constexpr std::size_t kHeader = 128;
  EvtxBytes seed = {flags, 1};
  const EvtxBytes header = part(log, 0, kHeader);
  seed.insert(seed.end(), header.begin(), header.end());
  for (std::size_t chunk = 0; chunk < log.chunk_count(); ++chunk) {
    append_sized(seed, used_part(log, chunk));
  }
  return seed;
}

/// What fuzz_evt_file.cpp takes: flags, choice, no words more, the file.
EvtBytes evt_seed(const EvtBuilder& log, bool dirty, std::uint8_t flags) {
  EvtBytes seed = {flags, 1, 0, 0};
  const EvtBytes file = log.finish(dirty);
  seed.insert(seed.end(), file.begin(), file.end());
  return seed;
}

void write_seed(const fs::path& directory, const std::string& name,
                const EvtxBytes& bytes) {
  fs::create_directories(directory);
  std::ofstream file(directory / name, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  file.exceptions(std::ios::failbit);
  file.flush();
}

void write_evt_seeds(const fs::path& directory) {
  EvtBuilder straight(1024);
  straight.add_many(1, 3);
  EvtBuilder wrapped(1024);
  wrapped.add_many(1, 20);
  EvtRecord whole;
  whole.sid = {1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0};
  whole.strings = {"alice", "CORP", "krbtgt/CORP", "0x40810010", "0x7"};
  whole.data = {1, 2, 3};
  EvtBuilder single(1024);
  single.add(whole);
  EvtRecord known;  // every string has a name, and a spelling of today
  known.code = 675;
  known.strings = {"alice", "%{S-1-5-18}", "krbtgt/CORP",
                   "0x2",   "0x18",        "10.0.0.5"};
  EvtBuilder named(1024);
  named.add(known);
  known.code = 538;
  known.number = 2;
  known.strings = {"alice", "CORP", "(0x0,0x3E7)", "3"};
  named.add(known);
  for (const std::uint8_t flags : {std::uint8_t{0}, std::uint8_t{1}}) {
    const std::string end = std::to_string(flags);
    write_seed(directory, "straight" + end, evt_seed(straight, false, flags));
    write_seed(directory, "wrapped" + end, evt_seed(wrapped, false, flags));
    write_seed(directory, "dirty" + end, evt_seed(wrapped, true, flags));
    write_seed(directory, "single" + end, evt_seed(single, true, flags));
    write_seed(directory, "named" + end, evt_seed(named, false, flags));
  }
}

void write_seeds(const fs::path& directory) {
  for (const auto& [name, log] : logs_of_one_chunk()) {
    // As a chunk of live records, and as what recovery looks into.
    constexpr std::uint8_t kRemains = 0x30;
    write_seed(directory / "evtx_chunk", name, chunk_seed(log, 0));
    write_seed(directory / "evtx_chunk", name + "_remains",
               chunk_seed(log, kRemains));
    write_seed(directory / "binxml", name, binxml_seed(log));
  }
  write_seed(directory / "evtx_file", "rendered",
             file_seed(sample_log().image(), 4));
  for (const auto& [name, log] : logs_of_many_chunks()) {
    for (const std::uint8_t flags : {std::uint8_t{0}, std::uint8_t{3}}) {
      write_seed(directory / "evtx_file", name + std::to_string(flags),
                 file_seed(log, flags));
    }
  }
  write_evt_seeds(directory / "evt_file");
}

}  // namespace
}  // namespace eventlens::test

int main(int argc, char** argv) {
  try {
    if (argc != 2) {
      throw std::invalid_argument("one argument is needed: the directory");
    }
    eventlens::test::write_seeds(argv[1]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "make_fuzz_seeds: %s\n", error.what());
    return 2;
  }
}
