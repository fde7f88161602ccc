// A small log damaged in every byte, all the way to the text that goes out:
// the reader ends, stays inside its bytes (the sanitizers look), and what it
// gives out is well-formed.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <unordered_set>

#include "emit/renderer.h"
#include "output_checks.h"
#include "support/decode_helper.h"
#include "support/sample_events.h"

namespace eventlens {
namespace {

using namespace test;

/// Renders every event in both formats and looks at the texts. Damage in one
/// place leaves the other records as they are; a text that was looked at before
/// is not parsed again, which is most of the time it would take.
class CheckingSink final : public EventSink {
 public:
  bool on_event(const Event& event) override {
    ++events_;
    const std::string xml = rendered(xml_, event);
    if (is_new(xml)) {
      check(wrong_with_xml(xml));
    }
    const std::string json = rendered(json_, event);
    if (is_new(json)) {
      check(wrong_with_json(json));
    }
    return true;
  }
  [[nodiscard]] size_t events() const { return events_; }
  /// Of the first text that is wrong.
  [[nodiscard]] const std::string& complaint() const { return complaint_; }

 private:
  std::string rendered(Renderer& renderer, const Event& event) {
    text_.clear();
    Issues issues;
    renderer.render(event, {"/logs/a.evtx"}, text_, issues);
    return std::string(text_.view());
  }
  bool is_new(const std::string& text) {
    return seen_.insert(std::hash<std::string>()(text)).second;
  }
  void check(const std::string& wrong) {
    if (!wrong.empty() && complaint_.empty()) {
      complaint_ = wrong + ": " + std::string(text_.view());
    }
  }

  Tables tables_;
  Enricher enricher_{tables_, EnrichLevel::Full};
  Renderer xml_{Render::Xml, enricher_};
  Renderer json_{Render::Json, enricher_};
  Buffer text_;
  std::unordered_set<size_t> seen_;
  size_t events_ = 0;
  std::string complaint_;
};

/// Decodes `unit` with each byte below `end` changed by `change`, one at a
/// time.
template <typename Change>
void damage_each_byte(size_t end, Change change) {
  const EvtxBytes file = sample_log().finish();
  Unit unit = unit_of(file, 0, evtx::kNewestChunk);
  CheckingSink sink;
  evtx::ChunkDecoder decoder;
  for (size_t at = 0; at < end && sink.complaint().empty(); ++at) {
    const uint8_t before = unit.bytes[at];
    unit.bytes[at] = change(before);
    Issues issues;
    const DecodeCounts counts = decoder.decode(unit, sink, issues);
    unit.bytes[at] = before;
    CAPTURE(at);
    CHECK(counts.records <= 5);
    CHECK_MESSAGE(sink.complaint().empty(), sink.complaint());
  }
  // Most damage costs one record at most.
  CHECK(sink.events() > 4 * end);
}

size_t end_of_records() {
  const EvtxImage image = sample_log().image();
  return image.record_offset(4) + image.record_size(4) -
         EvtxImage::chunk_offset(0);
}

TEST_SUITE("collect/damaged_evtx") {
  TEST_CASE("every byte of a chunk inverted") {
    damage_each_byte(end_of_records(), [](uint8_t byte) {
      return static_cast<uint8_t>(byte ^ 0xFF);
    });
  }

  TEST_CASE("every byte of a chunk one higher") {
    damage_each_byte(end_of_records(), [](uint8_t byte) {
      return static_cast<uint8_t>(byte + 1);
    });
  }

  TEST_CASE("every byte of a chunk one lower") {
    damage_each_byte(end_of_records(), [](uint8_t byte) {
      return static_cast<uint8_t>(byte - 1);
    });
  }

  TEST_CASE("every byte of a chunk zero") {
    damage_each_byte(end_of_records(), [](uint8_t) { return uint8_t{0}; });
  }

  TEST_CASE("every byte of a chunk the type of embedded XML") {
    damage_each_byte(end_of_records(), [](uint8_t) { return uint8_t{0x21}; });
  }

  TEST_CASE("every byte inverted in a chunk whose records are remains") {
    EvtxImage image = sample_log().image();
    image.make_chunk_header_pristine(0);
    Unit unit = unit_of(image.bytes(), 0, evtx::kRemains);
    CheckingSink sink;
    evtx::ChunkDecoder decoder;
    const size_t end = end_of_records();
    for (size_t at = 0; at < end && sink.complaint().empty(); ++at) {
      unit.bytes[at] ^= 0xFF;
      Issues issues;
      decoder.decode(unit, sink, issues);
      unit.bytes[at] ^= 0xFF;
      CAPTURE(at);
      CHECK_MESSAGE(sink.complaint().empty(), sink.complaint());
    }
    CHECK(sink.events() > 4 * end);
  }

  TEST_CASE("a byte inverted in the header of file or chunk loses no record") {
    const EvtxBytes sound = sample_log().finish();
    const auto check = [&](size_t begin, size_t size) {
      for (size_t at = begin; at < begin + size; ++at) {
        EvtxBytes bytes = sound;
        bytes[at] ^= 0xFF;
        CAPTURE(at);
        CHECK(decode_file(bytes).ids() == std::vector<uint64_t>{1, 2, 3, 4, 5});
      }
    };
    check(0, sizeof(evtx::RawFileHeader));
    check(evtx::kFileHeaderSize, evtx::kChunkHeaderSize);
  }

  TEST_CASE("several bytes changed at random, many times") {
    const EvtxBytes file = sample_log().finish();
    const Unit sound = unit_of(file, 0, evtx::kNewestChunk);
    Unit unit = unit_of(file, 0, evtx::kNewestChunk);
    const size_t end = end_of_records();
    // Bytes that mean something: tokens, types, sizes.
    constexpr std::array<uint8_t, 12> kBytes = {
        0x00, 0x01, 0x02, 0x05, 0x06, 0x0C, 0x0D, 0x0F, 0x21, 0x41, 0x81, 0xFF};
    std::mt19937 random(20250303);
    CheckingSink sink;
    evtx::ChunkDecoder decoder;
    for (int round = 0; round < 2'500 && sink.complaint().empty(); ++round) {
      std::copy_n(sound.bytes.get(), end, unit.bytes.get());
      for (size_t i = 1 + random() % 12; i > 0; --i) {
        unit.bytes[512 + random() % (end - 512)] =
            kBytes[random() % kBytes.size()];
      }
      Issues issues;
      decoder.decode(unit, sink, issues);
      CAPTURE(round);
      CHECK_MESSAGE(sink.complaint().empty(), sink.complaint());
    }
    CHECK(sink.events() > 5'000);
  }

  TEST_CASE("a log cut off at every byte") {
    const TempDirectory directory;
    const EvtxBytes bytes = sample_log().finish();
    const std::string path = directory.write("log.evtx", bytes);
    CheckingSink sink;
    evtx::ChunkDecoder decoder;
    size_t before = 5;
    for (size_t size = end_of_records() + evtx::kFileHeaderSize + 64; size > 0;
         --size) {
      std::filesystem::resize_file(path, size);
      const auto file = File::open(path);
      REQUIRE(file.ok());
      Issues issues;
      const auto source =
          evtx::EvtxSource::open(*file, Liveness::Closed, issues);
      CAPTURE(size);
      if (!source.ok()) {
        CHECK(size < sizeof(evtx::RawFileHeader));
        continue;
      }
      Unit unit;
      DecodeCounts counts;
      while ((*source)->next(unit).ok() && unit.size > 0) {
        counts += decoder.decode(unit, sink, issues);
        unit.size = 0;
      }
      // Fewer bytes never give more records.
      CHECK(counts.records <= before);
      before = counts.records;
      CHECK_MESSAGE(sink.complaint().empty(), sink.complaint());
    }
    CHECK(before == 0);
  }
}

}  // namespace
}  // namespace eventlens
