// Tampered logs: a record whose size was enlarged, so that whoever follows the
// sizes passes the records behind it.
#include <doctest/doctest.h>

#include <string>

#include "small_log.h"
#include "support/binxml_writer.h"
#include "support/decode_helper.h"

namespace eventlens::evtx {
namespace {

using namespace test;
using Ids = std::vector<uint64_t>;

/// The second of four records is enlarged over `count` behind it, and the ids
/// after them close the gap, as the tool known for it does.
EvtxImage tampered(size_t count) {
  EvtxImage image = log_of(4);
  uint32_t size = size_of(image, 1);
  for (size_t i = 0; i < count; ++i) {
    size += size_of(image, 2 + i);
  }
  image.set_in_record(1, evtx_record_field::kSize, size);
  image.set_in_record(1, size - 4, size);
  for (size_t i = 2 + count; i < 4; ++i) {
    image.set_in_record(i, evtx_record_field::kId, uint64_t{i + 1 - count});
  }
  return image;
}

TEST_SUITE("evtx/hidden_record") {
  TEST_CASE("a record enlarged to hide the next one: told, and named") {
    const EvtxImage image = tampered(1);
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.ids() == Ids{1, 2, 3});
    CHECK(decoded.events[0].issues.empty());
    CHECK(decoded.events[1].issues == "record_hidden");
    CHECK(decoded.counts.failed == 0);
    CHECK(decoded.counts.recoverable == 1);
    CHECK(decoded.issues.summary() == "record_hidden=1");
    CHECK(decoded.places() == "record_hidden 3 at " +
                                  std::to_string(image.record_offset(2)) +
                                  ": record 2 was enlarged over it\n");
  }

  TEST_CASE("the hidden record comes out where remains are wanted") {
    const EvtxImage image = tampered(1);
    const Decoded decoded = decode_chunk(image.bytes(), 0, kRemainsOfNew);
    REQUIRE(decoded.ids() == Ids{1, 2, 3, 3});
    CHECK(decoded.events[2].issues == "record_hidden recovered_from_slack");
    CHECK(decoded.events[2].fields ==
          decode_chunk(log_of(4).bytes()).events[2].fields);
    CHECK(decoded.counts.recoverable == 0);
  }

  TEST_CASE("two records hidden under one") {
    const Decoded decoded = decode_chunk(tampered(2).bytes(), 0, kRemains);
    CHECK(decoded.ids() == Ids{1, 2, 3, 4});
    CHECK(decoded.issues.summary() == "record_hidden=2 recovered_from_slack=2");
  }

  TEST_CASE("the enlarging record itself cannot be read") {
    EvtxImage image = tampered(1);
    image.set_byte(image.record_offset(1) + evtx_record_field::kBody + 4, 0x1E);
    const Decoded decoded = decode_chunk(image.bytes());
    CHECK(decoded.counts.failed == 1);
    CHECK(decoded.issues.summary() == "record_undecodable=1 record_hidden=1");
  }

  TEST_CASE("under a forwarded event, which says no end of its values") {
    EvtxBuilder builder;
    builder.add_event(event_plain());
    builder.add_event(event_plain());
    EvtxImage image = builder.image();
    const uint32_t both = size_of(image, 0) + size_of(image, 1);
    image.set_in_record(0, evtx_record_field::kSize, both);
    image.set_in_record(0, both - 4, both);
    CHECK(decode_chunk(image.bytes()).issues.summary() == "none");
    CHECK(decode_chunk(image.bytes(), 0, kRemains).ids() == Ids{1, 2});
  }

  TEST_CASE("bytes behind the values that are no record hide none") {
    EvtxBuilder builder;
    builder.add_token_record(sample_time(), [&](BinXmlWriter& writer) {
      writer.write(event_fragment(event_4771(), 1, builder.templates()));
      EvtxBytes behind(64, 0);
      for (size_t i = 0; i < behind.size(); i += 8) {
        behind[i] = behind[i + 1] = '*';  // sizes of 0
      }
      writer.raw(behind);
    });
    CHECK(decode_chunk(builder.finish()).issues.summary() == "none");
  }
}

}  // namespace
}  // namespace eventlens::evtx
