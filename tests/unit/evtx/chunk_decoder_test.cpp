// Which records of a chunk come out, whatever state the chunk is in.
#include "evtx/chunk_decoder.h"

#include <doctest/doctest.h>

#include <string>

#include "small_log.h"
#include "support/decode_helper.h"
#include "support/sample_events.h"

namespace eventlens::evtx {
namespace {

using namespace test;
using Ids = std::vector<uint64_t>;

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
    CHECK(decoded.counts.recoverable == 2);
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("in the newest chunk records behind the free offset are live") {
    EvtxImage image = log_of(5);
    image.hide_last_records(0, 2);
    CHECK(decode_chunk(image.bytes(), 0, kNewestChunk).ids() ==
          Ids{1, 2, 3, 4, 5});
  }

  TEST_CASE("free offset too low: the header's last id vouches for the rest") {
    EvtxImage image = log_of(5);
    image.hide_last_records(0, 2);
    image.set_in_chunk(0, evtx_chunk_field::kLastId, uint64_t{4});
    image.fix_checksums();
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.ids() == Ids{1, 2, 3, 4});
    CHECK(decoded.counts.recoverable == 1);
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

}  // namespace
}  // namespace eventlens::evtx
