// Reading on where an earlier reading ended, whatever became of the log since.
#include <doctest/doctest.h>

#include "support/decode_helper.h"
#include "support/sample_events.h"

namespace eventlens::evtx {
namespace {

using namespace test;
using Ids = std::vector<uint64_t>;

/// Records at the seconds 0, 1, 2, ... with `first_id` and the following ids,
/// two per chunk.
EvtxImage log_of(size_t records, uint64_t first_id = 1, unsigned minute = 0) {
  EvtxBuilder builder({.first_record_id = first_id});
  for (size_t i = 0; i < records; ++i) {
    if (i % 2 == 0) {
      builder.start_chunk();
    }
    EvtxEvent event = event_4771();
    event.time = sample_time(static_cast<unsigned>(i)) +
                 uint64_t{minute} * 60 * kTicksPerSecond;
    builder.add_event(event);
  }
  return builder.image();
}

struct Continued {
  Continuity continuity = Continuity::New;
  Ids ids;
  uint64_t overwritten = 0;
};

Continued read_on(const EvtxImage& image, const Bookmark& bookmark) {
  OpenedLog log(image.bytes());
  const auto continuity = log.source().start_after(bookmark);
  REQUIRE(continuity.ok());
  return {*continuity, log.read_all().ids(), log.source().overwritten()};
}

TEST_SUITE("evtx/source bookmarks") {
  TEST_CASE("no bookmark: everything") {
    const Continued continued = read_on(log_of(4), {});
    CHECK(continued.continuity == Continuity::New);
    CHECK(continued.ids == Ids{1, 2, 3, 4});
  }

  TEST_CASE("the log went on") {
    for (uint64_t id = 1; id <= 4; ++id) {
      const Continued continued =
          read_on(log_of(4), {id, sample_time(static_cast<unsigned>(id - 1))});
      CHECK(continued.continuity == Continuity::Continues);
      Ids expected;
      for (uint64_t next = id + 1; next <= 4; ++next) {
        expected.push_back(next);
      }
      CHECK(continued.ids == expected);
      CHECK(continued.overwritten == 0);
    }
  }

  TEST_CASE("the bookmarked record was overwritten, nothing is missing") {
    const Continued continued = read_on(log_of(4, 11), {10, sample_time()});
    CHECK(continued.continuity == Continuity::Continues);
    CHECK(continued.ids == Ids{11, 12, 13, 14});
    CHECK(continued.overwritten == 0);
  }

  TEST_CASE("records were overwritten before they could be read") {
    const Continued continued = read_on(log_of(4, 11), {3, sample_time(2)});
    CHECK(continued.continuity == Continuity::Overwritten);
    CHECK(continued.ids == Ids{11, 12, 13, 14});
    CHECK(continued.overwritten == 7);
  }

  TEST_CASE("a cleared log counts from 1 again: all of it is new") {
    const Continued continued = read_on(log_of(3, 1, 10), {50, sample_time()});
    CHECK(continued.continuity == Continuity::Restarted);
    CHECK(continued.ids == Ids{1, 2, 3});
  }

  TEST_CASE("another generation that has the same id again") {
    const Continued continued = read_on(log_of(4, 1, 10), {3, sample_time(2)});
    CHECK(continued.continuity == Continuity::Restarted);
    CHECK(continued.ids == Ids{1, 2, 3, 4});
  }

  TEST_CASE("an emptied log has nothing to decide") {
    EvtxImage image(EvtxBuilder().finish());
    const Continued continued = read_on(image, {5, sample_time()});
    CHECK(continued.continuity == Continuity::Continues);
    CHECK(continued.ids.empty());
  }

  TEST_CASE("what a cleared log left is not where the bookmark was") {
    // The old generation's record 4 still lies in the second chunk.
    EvtxImage image = log_of(4);
    image.make_chunk_header_pristine(1);
    const Bookmark bookmark{4, sample_time(3)};
    const Continued continued = read_on(image, bookmark);
    CHECK(continued.continuity == Continuity::Restarted);
    CHECK(continued.ids == Ids{1, 2});
  }

  TEST_CASE("the bookmarked record lies behind the header's free offset") {
    EvtxImage image = log_of(4);
    image.hide_last_records(1, 1);
    const Continued continued = read_on(image, {4, sample_time(3)});
    CHECK(continued.continuity == Continuity::Continues);
    CHECK(continued.ids.empty());
  }

  TEST_CASE("the bookmarked record lies in a chunk without magic") {
    EvtxImage image = log_of(6);
    image.zero_chunk_magic(1);
    const Continued continued = read_on(image, {3, sample_time(2)});
    CHECK(continued.continuity == Continuity::Continues);
    CHECK(continued.ids == Ids{4, 5, 6});
  }

  TEST_CASE("a circular log read on across the wrap") {
    EvtxImage image = log_of(6);
    image.swap_chunks(0, 2);
    const Continued continued = read_on(image, {2, sample_time(1)});
    CHECK(continued.ids == Ids{3, 4, 5, 6});
  }

  TEST_CASE("the newest record, for a start without the past") {
    const auto newest_of = [](const EvtxImage& image) {
      OpenedLog log(image.bytes());
      const auto newest = log.source().newest();
      REQUIRE(newest.ok());
      return *newest;
    };
    EvtxImage image = log_of(6);
    CHECK(newest_of(image) == Bookmark{6, sample_time(5)});
    image.swap_chunks(0, 2);
    CHECK(newest_of(image) == Bookmark{6, sample_time(5)});
    image.zero_chunk(1);
    CHECK(newest_of(image) == Bookmark{6, sample_time(5)});
    image = log_of(6);
    image.hide_last_records(2, 1);
    CHECK(newest_of(image) == Bookmark{6, sample_time(5)});
    CHECK(newest_of(EvtxImage(EvtxBuilder().finish())).empty());
  }

  TEST_CASE("what a cleared log left is not the newest record") {
    EvtxImage image = log_of(4);
    image.make_chunk_header_pristine(0);
    image.make_chunk_header_pristine(1);
    OpenedLog log(image.bytes());
    const auto newest = log.source().newest();
    REQUIRE(newest.ok());
    CHECK(newest->empty());
  }

  TEST_CASE("reading on where the newest was takes only what comes later") {
    EvtxImage image = log_of(4);
    OpenedLog log(image.bytes());
    const auto newest = log.source().newest();
    REQUIRE(newest.ok());
    REQUIRE(log.source().start_after(*newest).ok());
    CHECK(log.read_all().events.empty());
  }
}

}  // namespace
}  // namespace eventlens::evtx
