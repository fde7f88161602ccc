// Which records of a chunk come out, whatever state the chunk is in.
#include "evtx/chunk_decoder.h"

#include <doctest/doctest.h>

#include <string>

#include "support/binxml_writer.h"
#include "support/decode_helper.h"
#include "support/sample_events.h"

namespace eventlens::evtx {
namespace {

using namespace test;
using Ids = std::vector<uint64_t>;

/// `count` records with the ids from 1 on, in one chunk.
EvtxImage log_of(size_t count, EvtxOptions options = {}) {
  EvtxBuilder builder(options);
  for (size_t i = 0; i < count; ++i) {
    builder.add_event(event_4771());
  }
  return builder.image();
}

uint32_t size_of(const EvtxImage& image, size_t record) {
  return static_cast<uint32_t>(image.record_size(record));
}

/// Sets the copy of the size at the record's end.
void set_trailer(EvtxImage& image, size_t record, uint32_t size) {
  image.set_in_record(record, size_of(image, record) - 4, size);
}

class StoppingSink final : public EventSink {
 public:
  explicit StoppingSink(size_t wanted) : wanted_(wanted) {}
  bool on_event(const Event&) override { return ++taken_ < wanted_; }
  [[nodiscard]] size_t taken() const { return taken_; }

 private:
  size_t wanted_;
  size_t taken_ = 0;
};

TEST_SUITE("evtx/chunk_decoder") {
  TEST_CASE("a sound chunk") {
    const EvtxImage image = log_of(4);
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.ids() == Ids{1, 2, 3, 4});
    CHECK(decoded.counts.records == 4);
    CHECK(decoded.counts.failed == 0);
    CHECK(decoded.issues.summary() == "none");
    const DecodedEvent& event = decoded.events[2];
    CHECK(event.event_id == 4771);
    CHECK(event.time == sample_time());
    CHECK(event.written_time == sample_time());
    CHECK(event.file_offset == image.record_offset(2));
  }

  TEST_CASE("records that were delivered before are skipped") {
    Unit unit = unit_of(log_of(4).bytes(), 0);
    unit.skip_through = 2;
    const Decoded decoded = decode_unit(unit);
    CHECK(decoded.ids() == Ids{3, 4});
    CHECK(decoded.counts.skipped == 2);
    CHECK(decoded.counts.records == 2);
  }

  TEST_CASE("a sink that wants no more gets no more") {
    EvtxImage image = log_of(4);
    for (const bool second_is_broken : {false, true}) {
      if (second_is_broken) {
        set_trailer(image, 1, 0);
      }
      for (size_t wanted = 1; wanted <= 3; ++wanted) {
        StoppingSink sink(wanted);
        Issues issues;
        ChunkDecoder decoder;
        decoder.decode(unit_of(image.bytes(), 0), sink, issues);
        CHECK(sink.taken() == wanted);
      }
    }
  }

  TEST_CASE("the time of a record stands in for an event without one") {
    EvtxBuilder builder;
    EvtxEvent event = event_4771();
    event.time = 0;
    event.written_time = sample_time(30);
    builder.add_event(event);
    const Decoded decoded = decode_chunk(builder.finish());
    REQUIRE(decoded.events.size() == 1);
    CHECK(decoded.events[0].time == sample_time(30));
    CHECK(decoded.events[0].field("TimeCreated") ==
          "1601-01-01T00:00:00.0000000Z");
  }

  TEST_CASE("EventRecordID is the event's, the bookmark is the record's") {
    EvtxBuilder builder({.first_record_id = 40});
    EvtxEvent event = event_4771();
    event.event_record_id = 4'711;
    builder.add_event(event);
    const Decoded decoded = decode_chunk(builder.finish());
    CHECK(decoded.ids() == Ids{40});
    CHECK(decoded.events.at(0).field("EventRecordID") == "4711");
  }

  TEST_CASE("checksums do not matter, but the header's is told of") {
    EvtxImage image = log_of(3);
    image.set_byte(image.find_text("svc-sql"), 'S');
    CHECK(decode_chunk(image.bytes()).counts.records == 3);
    CHECK(decode_chunk(image.bytes()).issues.summary() == "none");
    image.set_in_chunk(0, evtx_chunk_field::kHeaderChecksum, uint32_t{0});
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.ids() == Ids{1, 2, 3});
    CHECK(decoded.issues.summary() == "chunk_header_damaged=1");
  }

  TEST_CASE("a chunk that says it has no checksums may have wrong ones") {
    EvtxImage image = log_of(3);
    image.set_in_chunk(0, evtx_chunk_field::kFlags, uint32_t{5});
    image.set_in_chunk(0, evtx_chunk_field::kHeaderChecksum, uint32_t{1});
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.counts.records == 3);
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("the name and template tables are not needed") {
    EvtxImage image = log_of(3);
    for (size_t at = evtx_chunk_field::kNameTable; at < 512; at += 4) {
      // What a self-linked chain and a bad offset look like.
      image.set_in_chunk(0, at,
                         at % 8 == 0 ? uint32_t{0x08180000} : uint32_t{512});
    }
    image.fix_checksums();
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.counts.records == 3);
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("free offset behind the chunk") {
    for (const uint32_t free : {65'537U, 70'000U, 0xFFFFFFFFU, 511U, 0U}) {
      CAPTURE(free);
      EvtxImage image = log_of(3);
      image.set_in_chunk(0, evtx_chunk_field::kFreeOffset, free);
      image.fix_checksums();
      const Decoded decoded = decode_chunk(image.bytes());
      CHECK(decoded.ids() == Ids{1, 2, 3});
      CHECK(decoded.counts.failed == 0);
      CHECK(decoded.issues.summary() == "chunk_header_damaged=1");
    }
  }

  TEST_CASE("free offset inside the last record: its own size says its end") {
    EvtxImage image = log_of(3);
    const size_t last = image.record_offset(2) - EvtxImage::chunk_offset(0);
    image.set_in_chunk(0, evtx_chunk_field::kFreeOffset,
                       static_cast<uint32_t>(last + 64));
    image.fix_checksums();
    CHECK(decode_chunk(image.bytes()).ids() == Ids{1, 2, 3});
  }

  TEST_CASE("stale records behind the free offset do not come out") {
    EvtxImage image = log_of(5);
    image.hide_last_records(0, 2);
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.ids() == Ids{1, 2, 3});
    CHECK(decoded.counts.recoverable == 0);
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("in the newest chunk records behind the free offset are live") {
    EvtxImage image = log_of(5);
    image.hide_last_records(0, 2);
    CHECK(decode_chunk(image.bytes(), 0, kNewestChunk).ids() ==
          Ids{1, 2, 3, 4, 5});
  }

  TEST_CASE("the live tail ends where the ids do not go on") {
    EvtxImage image = log_of(5);
    image.hide_last_records(0, 2);
    image.set_in_record(4, evtx_record_field::kId, uint64_t{77});
    CHECK(decode_chunk(image.bytes(), 0, kNewestChunk).ids() ==
          Ids{1, 2, 3, 4});
    image.set_in_record(3, evtx_record_field::kId, uint64_t{77});
    CHECK(decode_chunk(image.bytes(), 0, kNewestChunk).ids() == Ids{1, 2, 3});
  }

  TEST_CASE("a record of the live tail that is being written waits") {
    EvtxImage image = log_of(5);
    image.hide_last_records(0, 2);
    set_trailer(image, 4, 0);
    const Decoded decoded =
        decode_chunk(image.bytes(), 0, kNewestChunk | kLive);
    CHECK(decoded.ids() == Ids{1, 2, 3, 4});
    CHECK(decoded.counts.failed == 0);
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("a last record without its trailer: given out, but not if live") {
    EvtxImage image = log_of(3);
    set_trailer(image, 2, 0);
    const Decoded closed = decode_chunk(image.bytes());
    CHECK(closed.ids() == Ids{1, 2, 3});
    CHECK(closed.issues.summary() == "record_cut_off=1");
    const Decoded live = decode_chunk(image.bytes(), 0, kNewestChunk | kLive);
    CHECK(live.ids() == Ids{1, 2});
    CHECK(live.issues.summary() == "none");
  }

  TEST_CASE("the header of an empty chunk over what a cleared log left") {
    EvtxImage image = log_of(3);
    image.make_chunk_header_pristine(0);
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.events.empty());
    CHECK(decoded.counts.recoverable == 3);
    CHECK(decoded.counts.failed == 0);
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("the header of an empty chunk over records not flushed yet") {
    EvtxImage image = log_of(3);
    image.make_chunk_header_pristine(0);
    const Decoded decoded = decode_chunk(image.bytes(), 0, kUnflushed);
    CHECK(decoded.ids() == Ids{1, 2, 3});
    CHECK(decoded.counts.recoverable == 0);
  }

  TEST_CASE("an empty chunk and an unused slot") {
    EvtxImage image(EvtxBuilder().finish());
    CHECK(decode_chunk(image.bytes()).counts.records == 0);
    CHECK(decode_chunk(image.bytes()).issues.summary() == "none");
    image.zero_chunk(0);
    CHECK(decode_chunk(image.bytes()).counts.failed == 0);
    CHECK(decode_chunk(image.bytes()).issues.summary() == "none");
  }

  TEST_CASE("a chunk filled to its last byte") {
    const auto fill = [](size_t limit) {
      EvtxBuilder builder({.chunk_fill_limit = limit});
      while (builder.image().chunk_count() == 1) {
        builder.add_event(event_4771());
      }
      return builder.image();
    };
    const EvtxImage image = fill(kEvtxChunkSize);
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.counts.records == image.record_count() - 1);
    CHECK(decoded.issues.summary() == "none");
  }
}

TEST_SUITE("evtx/chunk_decoder damage") {
  TEST_CASE("record of size 0 in the middle: the next ones are found") {
    EvtxImage image = log_of(4);
    image.set_in_record(1, evtx_record_field::kSize, uint32_t{0});
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.ids() == Ids{1, 3, 4});
    CHECK(decoded.counts.failed == 1);
    CHECK(decoded.issues.summary() == "record_damaged=1");
  }

  TEST_CASE("record sizes that cannot be: the next ones are found") {
    for (const uint32_t size :
         {1U, 24U, 27U, 33U, 0x7FFFFFF8U, 0x80000000U, 0xFFFFFFFFU}) {
      CAPTURE(size);
      EvtxImage image = log_of(4);
      image.set_in_record(1, evtx_record_field::kSize, size);
      const Decoded decoded = decode_chunk(image.bytes());
      CHECK(decoded.ids() == Ids{1, 3, 4});
      CHECK(decoded.counts.failed == 1);
    }
  }

  TEST_CASE("size and trailer differ: what there is comes out") {
    EvtxImage image = log_of(4);
    set_trailer(image, 1, 8);
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.ids() == Ids{1, 2, 3, 4});
    CHECK(decoded.events.at(1).field("TargetUserName") == "svc-sql");
    CHECK(decoded.counts.failed == 0);
    CHECK(decoded.issues.summary() == "record_damaged=1");
  }

  TEST_CASE("a size that reaches into the next record") {
    EvtxImage image = log_of(4);
    image.set_in_record(1, evtx_record_field::kSize, size_of(image, 1) + 16);
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.ids() == Ids{1, 3, 4});
    CHECK(decoded.counts.failed == 1);
  }

  TEST_CASE("record magic hit by a bit flip (2a2a0001)") {
    EvtxImage image = log_of(4);
    image.set_in_record(2, evtx_record_field::kMagic, uint32_t{0x01002A2A});
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.ids() == Ids{1, 2, 4});
    CHECK(decoded.counts.failed == 1);
    CHECK(decoded.issues.summary() == "record_damaged=1");
  }

  TEST_CASE("the first record is bad: the chunk goes on") {
    EvtxImage image = log_of(3);
    image.zero(image.record_offset(0), 24);
    const Decoded decoded = decode_chunk(image.bytes());
    // Its template is still there for the others.
    CHECK(decoded.ids() == Ids{2, 3});
    CHECK(decoded.events.at(0).field("Status") == "0x18");
    CHECK(decoded.counts.failed == 1);
  }

  TEST_CASE("the last record is bad") {
    EvtxImage image = log_of(3);
    image.set_in_record(2, evtx_record_field::kMagic, uint32_t{1});
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.ids() == Ids{1, 2});
    CHECK(decoded.counts.failed == 1);
    CHECK(decoded.issues.summary() == "record_cut_off=1");
  }

  TEST_CASE("a hole of zeros is no lost record") {
    EvtxImage image = log_of(3);
    image.zero(image.record_offset(1), image.record_size(1));
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.ids() == Ids{1, 3});
    CHECK(decoded.counts.failed == 0);
  }

  TEST_CASE("bad chunk magic: the records are found without it") {
    EvtxImage image = log_of(4);
    image.zero_chunk_magic(0);
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.ids() == Ids{1, 2, 3, 4});
    CHECK(decoded.counts.failed == 0);
    CHECK(decoded.issues.summary() == "chunk_without_magic=1");
  }

  TEST_CASE("bad chunk magic and a bad record") {
    EvtxImage image = log_of(4);
    image.zero_chunk_magic(0);
    image.set_in_record(1, evtx_record_field::kSize, uint32_t{0});
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.ids() == Ids{1, 3, 4});
    CHECK(decoded.counts.failed == 1);
  }

  TEST_CASE("a chunk of garbage") {
    EvtxImage image = log_of(1);
    for (size_t i = 0; i < kChunkSize; ++i) {
      image.set_byte(EvtxImage::chunk_offset(0) + i,
                     static_cast<uint8_t>(i * 7 + 1));
    }
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.events.empty());
    CHECK(decoded.counts.failed == 0);
    CHECK(decoded.issues.summary() == "chunk_without_magic=1");
  }

  TEST_CASE("chunk cut off between and inside records") {
    EvtxImage image = log_of(4);
    image.truncate(image.record_offset(2));
    Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.ids() == Ids{1, 2});
    CHECK(decoded.counts.failed == 0);
    CHECK(decoded.issues.summary() == "chunk_cut_off=1");

    image = log_of(4);
    image.truncate(image.record_offset(2) + 100);
    decoded = decode_chunk(image.bytes());
    CHECK(decoded.ids() == Ids{1, 2});
    CHECK(decoded.counts.failed == 1);
    CHECK(decoded.issues.summary() == "chunk_cut_off=1 record_cut_off=1");
  }

  TEST_CASE("a chunk cut off in its header has no records") {
    EvtxImage image = log_of(1);
    for (const size_t size : {size_t{0}, size_t{100}, size_t{511}}) {
      EvtxImage cut = image;
      cut.truncate(EvtxImage::chunk_offset(0) + size);
      CHECK(decode_chunk(cut.bytes()).counts.records == 0);
    }
  }

  TEST_CASE("a record enlarged to hide the next one shows itself only") {
    EvtxImage image = log_of(4);
    const uint32_t both = size_of(image, 1) + size_of(image, 2);
    image.set_in_record(1, evtx_record_field::kSize, both);
    image.set_in_record(1, both - 4, both);
    image.set_in_record(3, evtx_record_field::kId, uint64_t{3});
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.ids() == Ids{1, 2, 3});
    CHECK(decoded.counts.failed == 0);
  }

  TEST_CASE("old memory behind the end of a record's stream") {
    EvtxBuilder builder;
    const auto add = [&](const EvtxBytes& behind) {
      builder.add_token_record(sample_time(), [&](BinXmlWriter& writer) {
        EvtxTemplateCache& cache = builder.templates();
        writer.write(event_fragment(event_4771(), 1, cache));
        writer.raw(behind);
      });
    };
    add({0x0C, 0x01, 0x41, 0xFF, 0x21});
    add({0xFF});
    const Decoded decoded = decode_chunk(builder.finish());
    CHECK(decoded.counts.records == 2);
    CHECK(decoded.events.at(0).fields == decoded.events.at(1).fields);
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("time that goes backwards is no error") {
    EvtxBuilder builder;
    for (const unsigned second : {30U, 10U, 20U}) {
      EvtxEvent event = event_4771();
      event.time = sample_time(second);
      builder.add_event(event);
    }
    const Decoded decoded = decode_chunk(builder.finish());
    CHECK(decoded.ids() == Ids{1, 2, 3});
    CHECK(decoded.issues.summary() == "none");
  }
}

}  // namespace
}  // namespace eventlens::evtx
