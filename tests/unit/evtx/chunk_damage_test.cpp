// What a damaged chunk still gives: the records around the damage.
#include <doctest/doctest.h>

#include <string>

#include "small_log.h"
#include "support/binxml_writer.h"
#include "support/decode_helper.h"
#include "support/sample_events.h"

namespace eventlens::evtx {
namespace {

using namespace test;
using Ids = std::vector<uint64_t>;

TEST_SUITE("evtx/chunk_damage") {
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
