// The records of a legacy log in their order, in whatever state the file is.
#include "evt/source.h"

#include <doctest/doctest.h>

#include <numeric>
#include <string>

#include "opened_evt.h"

namespace eventlens::evt {
namespace {

using namespace test;
using Ids = std::vector<uint64_t>;

Ids ids_between(uint64_t first, uint64_t last) {
  Ids ids(last - first + 1);
  std::iota(ids.begin(), ids.end(), first);
  return ids;
}

/// Writes over bytes of a file.
void overwrite(EvtBytes& file, size_t offset, size_t size, uint8_t byte) {
  std::fill_n(file.begin() + static_cast<ptrdiff_t>(offset), size, byte);
}

/// A log that wrapped around: all ids up to `last` were written.
EvtBuilder wrapped_log(size_t size, uint32_t last) {
  EvtBuilder builder(size);
  builder.add_many(1, last);
  return builder;
}

TEST_SUITE("evt/source") {
  TEST_CASE("a sound log") {
    const Decoded decoded = decode_evt(EvtBuilder().add_many(1, 5).finish());
    CHECK(decoded.ids() == ids_between(1, 5));
    CHECK(decoded.issues.summary() == "none");
    CHECK(decoded.counts.recoverable == 0);
  }

  TEST_CASE("what a legacy log begins with") {
    const EvtBytes file = EvtBuilder().finish();
    CHECK(EvtSource::recognises(ByteView(file).first(8)));
    CHECK_FALSE(EvtSource::recognises(ByteView(file).first(7)));
    CHECK_FALSE(EvtSource::recognises(ByteView(file).subspan(4, 8)));
  }

  TEST_CASE("an empty log") {
    const Decoded decoded = decode_evt(EvtBuilder().finish());
    CHECK(decoded.events.empty());
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("the oldest record behind the newest, at every file size") {
    // Each size puts the end of the file elsewhere in a record, filler or none.
    for (size_t size = 2048; size < 2048 + 320; size += 4) {
      CAPTURE(size);
      const EvtBuilder builder = wrapped_log(size, 60);
      const Decoded decoded = decode_evt(builder.finish());
      REQUIRE(!decoded.events.empty());
      CHECK(decoded.ids() == ids_between(decoded.ids().front(), 60));
      CHECK(decoded.events.size() >= 8);
      CHECK(decoded.issues.summary() == "none");
      CHECK(decoded.events.back().file_offset == builder.last_offset());
    }
  }

  TEST_CASE("a dirty log: the cursor is right where the header is stale") {
    for (size_t size = 2048; size < 2048 + 320; size += 4) {
      CAPTURE(size);
      const EvtBuilder builder = wrapped_log(size, 60);
      CHECK(decode_evt(builder.finish(true)).ids() ==
            decode_evt(builder.finish()).ids());
    }
  }

  TEST_CASE("records larger than a piece") {
    EvtBuilder builder(1 << 20);
    EvtRecord large;
    large.strings = {std::string(31'000, 'x'), std::string(31'000, 'y')};
    for (uint32_t number = 1; number <= 5; ++number) {
      large.number = number;
      builder.add(large);
    }
    const Decoded decoded = decode_evt(builder.finish());
    CHECK(decoded.ids() == ids_between(1, 5));
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("no cursor: the order of the numbers") {
    const EvtBuilder builder = wrapped_log(2048, 60);
    EvtBytes file = builder.finish();
    overwrite(file, builder.cursor_offset(), 20, 0xEE);
    const Decoded decoded = decode_evt(file);
    REQUIRE(!decoded.events.empty());
    CHECK(decoded.ids() == ids_between(decoded.ids().front(), 60));
    CHECK(decoded.issues.of(Issue::FileHeaderDamaged) == 1);
  }

  TEST_CASE("a damaged record costs that record only") {
    EvtBuilder builder;
    builder.add_many(1, 3);
    const size_t damaged = builder.last_offset();
    builder.add_many(4, 3);
    EvtBytes file = builder.finish();
    overwrite(file, damaged + 4, 4, 0);
    const Decoded decoded = decode_evt(file);
    CHECK(decoded.ids() == Ids{1, 2, 4, 5, 6});
    CHECK(decoded.issues.summary() == "record_damaged=1");
    CHECK(decoded.counts.failed == 1);
    REQUIRE(decoded.issues.places().size() == 1);
    CHECK(decoded.issues.places()[0].file_offset == damaged);
  }

  TEST_CASE("remains between cursor and oldest record") {
    const EvtBuilder builder = wrapped_log(4096, 100);
    EvtBytes file = builder.finish();
    OpenedEvt plain(file);
    const Decoded live = plain.read_all();
    OpenedEvt recovering(file);
    recovering.source().set_remains(Remains::GiveAll);
    const Decoded all = recovering.read_all();
    CHECK(all.events.size() == live.events.size() + live.counts.recoverable);
    for (size_t i = live.events.size(); i < all.events.size(); ++i) {
      CHECK(all.events[i].issues == "recovered_from_slack");
    }
  }

  TEST_CASE("reading goes on behind a bookmark") {
    const EvtBuilder first = wrapped_log(4096, 40);
    OpenedEvt before(first.finish());
    const Bookmark newest = *before.source().newest();
    CHECK(newest.record_id == 40);
    EvtBuilder more = first;
    more.add_many(41, 3);
    OpenedEvt after(more.finish());
    CHECK(*after.source().start_after(newest) == Continuity::Continues);
    CHECK(after.read_all().ids() == Ids{41, 42, 43});
  }

  TEST_CASE("records that were overwritten before they could be read") {
    const EvtBuilder builder = wrapped_log(2048, 60);
    OpenedEvt log(builder.finish());
    CHECK(*log.source().start_after({5, 1}) == Continuity::Overwritten);
    CHECK(log.source().overwritten() + 6 == log.read_all().ids().front());
  }

  TEST_CASE("another log with the same numbers") {
    OpenedEvt log(EvtBuilder().add_many(1, 5).finish());
    CHECK(*log.source().start_after({3, 1}) == Continuity::Restarted);
    CHECK(log.read_all().ids() == ids_between(1, 5));
    CHECK(*log.source().start_after({}) == Continuity::New);
  }

  TEST_CASE("a file cut off at every length") {
    const EvtBytes file = wrapped_log(1024, 20).finish();
    for (size_t size = 0; size < file.size(); size += 3) {
      OpenedEvt log(
          EvtBytes(file.begin(), file.begin() + static_cast<ptrdiff_t>(size)));
      if (size < 48) {
        CHECK(log.error().find("no legacy event log") != std::string::npos);
      } else if (log.error().empty()) {
        CHECK(log.read_all().events.size() <= 20);
      }
    }
  }

  TEST_CASE("every byte changed") {
    const EvtBytes sound = wrapped_log(1024, 20).finish();
    for (size_t i = 0; i < sound.size(); ++i) {
      EvtBytes file = sound;
      file[i] ^= 0xFF;
      OpenedEvt log(file);
      if (log.error().empty()) {
        CHECK(log.read_all().events.size() <= 21);
      }
    }
  }

  TEST_CASE("the channel that a file name stands for") {
    CHECK(channel_of("/x/SecEvent.Evt") == "Security");
    CHECK(channel_of("SYSEVENT.EVT") == "System");
    CHECK(channel_of("dir.d/appevent.evt") == "Application");
    CHECK(channel_of("/logs/Directory Service.evt") == "Directory Service");
    CHECK(channel_of("/logs/noending") == "noending");
  }
}

}  // namespace
}  // namespace eventlens::evt
