// Records in slack: what a chunk's former use or a cleared log left behind.
// They are counted, given out only where that is wanted, and never with names
// that were overwritten since.
#include <doctest/doctest.h>

#include <string>

#include "small_log.h"
#include "support/decode_helper.h"

namespace eventlens::evtx {
namespace {

using namespace test;
using Ids = std::vector<uint64_t>;

/// Five records of which the header knows three.
EvtxImage log_with_slack() {
  EvtxImage image = log_of(5);
  image.hide_last_records(0, 2);
  return image;
}

/// Ids of earlier use, as a chunk has them that was used again.
EvtxImage used_again() {
  EvtxImage image = log_with_slack();
  image.set_in_record(3, evtx_record_field::kId, uint64_t{904});
  image.set_in_record(4, evtx_record_field::kId, uint64_t{905});
  return image;
}

/// The definitions lie in the first record; what the slack refers to is lost
/// when it is overwritten.
size_t guid_of_first_definition(const EvtxImage& image) {
  return image.record_offset(0) + evtx_record_field::kBody + 4 + 1 + 1 + 4 + 4 +
         4;
}

TEST_SUITE("evtx/remains") {
  TEST_CASE("stale records of a chunk that was used again: only if wanted") {
    const EvtxImage image = used_again();
    const Decoded alone = decode_chunk(image.bytes());
    CHECK(alone.ids() == Ids{1, 2, 3});
    CHECK(alone.counts.recoverable == 2);
    CHECK(alone.issues.summary() == "none");
    const Decoded all = decode_chunk(image.bytes(), 0, kRemains);
    CHECK(all.ids() == Ids{1, 2, 3, 904, 905});
    CHECK(all.counts.recoverable == 0);
    CHECK(all.events[2].issues.empty());
    CHECK(all.events[3].issues == "recovered_from_slack");
    CHECK(all.events[3].fields.size() == all.events[2].fields.size());
    CHECK(all.events[3].field("Computer") == "dc01.corp.example");
    CHECK(all.issues.summary() == "recovered_from_slack=2");
  }

  TEST_CASE("what a cleared log left in an empty chunk: only if wanted") {
    EvtxImage image = log_of(3);
    image.make_chunk_header_pristine(0);
    CHECK(decode_chunk(image.bytes()).counts.recoverable == 3);
    const Decoded all = decode_chunk(image.bytes(), 0, kRemains);
    CHECK(all.ids() == Ids{1, 2, 3});
    for (const DecodedEvent& event : all.events) {
      CHECK(event.issues == "recovered_from_slack");
    }
  }

  TEST_CASE("the beginning of a cleared log's chunk is overwritten") {
    EvtxImage image = log_of(3);
    image.make_chunk_header_pristine(0);
    image.zero(image.record_offset(0), 64);
    const Decoded decoded = decode_file(image.bytes());
    CHECK(decoded.events.empty());
    CHECK(decoded.counts.recoverable == 2);
  }

  TEST_CASE("a definition that was overwritten gives no wrong names") {
    EvtxImage image = used_again();
    image.set_byte(guid_of_first_definition(image), 0x77);
    const Decoded decoded = decode_chunk(image.bytes(), 0, kRemains);
    REQUIRE(decoded.ids() == Ids{1, 2, 3, 904, 905});
    // Live records use what stands at the place; recovered ones do not trust
    // another id, and have the values under their numbers.
    CHECK(decoded.events[2].field("Computer") == "dc01.corp.example");
    CHECK(decoded.events[3].field("Computer") == "(absent)");
    CHECK(decoded.events[3].field("Channel") == "Security");
    CHECK(decoded.events[3].field("Status") == "0x18");
    CHECK(decoded.events[3].issues == "template_damaged recovered_from_slack");
    CHECK(decoded.places().empty());
  }

  TEST_CASE("a name that was overwritten gives no wrong names") {
    EvtxImage image = used_again();
    const size_t name = image.find_text("EventRecordID");
    image.set_byte(name, 'X');
    const Decoded decoded = decode_chunk(image.bytes(), 0, kRemains);
    REQUIRE(decoded.ids() == Ids{1, 2, 3, 904, 905});
    CHECK(decoded.events[3].field("Computer") == "(absent)");
    CHECK(decoded.events[3].field("EventRecordID") == "4");
    CHECK(decoded.events[3].issues ==
          "template_damaged name_damaged recovered_from_slack");
  }

  TEST_CASE("what only looks like a record in slack is no failure") {
    EvtxImage image = used_again();
    image.set_byte(image.record_offset(3) + evtx_record_field::kBody, 0x00);
    const Decoded decoded = decode_chunk(image.bytes(), 0, kRemains);
    CHECK(decoded.ids() == Ids{1, 2, 3, 905});
    CHECK(decoded.counts.failed == 0);
    CHECK(decoded.counts.recoverable == 1);
    CHECK(decoded.places().empty());
  }

  TEST_CASE("in a log that is read on, remains come with a chunk's first") {
    const EvtxImage image = used_again();
    const auto read_behind = [&](uint64_t id) {
      Unit unit = unit_of(image.bytes(), 0, kRemainsOfNew);
      unit.skip_through = id;
      return decode_unit(unit);
    };
    CHECK(read_behind(0).ids() == Ids{1, 2, 3, 904, 905});
    CHECK(read_behind(2).ids() == Ids{3});
    CHECK(read_behind(2).counts.recoverable == 2);
    CHECK(read_behind(3).events.empty());
  }

  TEST_CASE("remains that were delivered while they were live") {
    const EvtxImage image = log_with_slack();  // ids 4 and 5
    Unit unit = unit_of(image.bytes(), 0, kRemains);
    unit.skip_through = 4;
    const Decoded decoded = decode_unit(unit);
    CHECK(decoded.ids() == Ids{5});
    CHECK(decoded.counts.recoverable == 1);
  }

  TEST_CASE("the source asks for remains where it was told to") {
    OpenedLog log(used_again().bytes());
    log.source().set_remains(Remains::GiveAll);
    // The newest chunk's end is open, but these ids do not go on.
    CHECK(log.read_all().ids() == Ids{1, 2, 3, 904, 905});
  }
}

}  // namespace
}  // namespace eventlens::evtx
