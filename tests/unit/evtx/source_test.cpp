// The chunks of a file, in the order of their records, in whatever state the
// file is.
#include "evtx/source.h"

#include <doctest/doctest.h>

#include <numeric>
#include <string>

#include "support/decode_helper.h"
#include "support/sample_events.h"

namespace eventlens::evtx {
namespace {

using namespace test;
using Ids = std::vector<uint64_t>;

/// `chunks` chunks of two records each, with the ids from `first` on.
EvtxBuilder log_of_chunks(size_t chunks, EvtxOptions options = {}) {
  EvtxBuilder builder(options);
  for (size_t i = 0; i < chunks; ++i) {
    builder.start_chunk();
    builder.add_event(event_4771());
    builder.add_event(event_4771());
  }
  return builder;
}

Ids ids_up_to(uint64_t last) {
  Ids ids(last);
  std::iota(ids.begin(), ids.end(), uint64_t{1});
  return ids;
}

std::string error_of_opening(std::string_view content) {
  const TempDirectory directory;
  const auto file = File::open(directory.write("log", content));
  REQUIRE(file.ok());
  Issues issues;
  const auto source = EvtxSource::open(*file, Liveness::Closed, issues);
  return source.ok() ? "" : source.error().message;
}

TEST_SUITE("evtx/source") {
  TEST_CASE("a sound log") {
    const Decoded decoded = decode_file(log_of_chunks(3).finish());
    CHECK(decoded.ids() == ids_up_to(6));
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("what an EVTX file begins with") {
    const EvtxBytes file = log_of_chunks(1).finish();
    CHECK(EvtxSource::recognises(ByteView(file).first(8)));
    CHECK(EvtxSource::recognises(ByteView(file).subspan(4096, 8)));
    CHECK_FALSE(EvtxSource::recognises(ByteView(file).first(7)));
    CHECK_FALSE(EvtxSource::recognises({}));
    const std::string_view evt = "0\0\0\0LfLe";
    CHECK_FALSE(EvtxSource::recognises(
        {reinterpret_cast<const uint8_t*>(evt.data()), evt.size()}));
  }

  TEST_CASE("not an EVTX log: the message says what was found") {
    CHECK(error_of_opening("") ==
          "is no EVTX log: it is empty, an EVTX log begins with 45 6c 66 46 "
          "69 6c 65 00 (\"ElfFile\")");
    CHECK(error_of_opening("MZ\x90").starts_with(
        "is no EVTX log: it begins with the bytes 4d 5a 90,"));
    CHECK(error_of_opening(std::string(100'000, 'x'))
              .starts_with("is no EVTX log"));
    CHECK(error_of_opening(std::string(100'000, '\0'))
              .starts_with("is no EVTX log"));
  }

  TEST_CASE("the header alone is a log without records") {
    EvtxImage image = log_of_chunks(1).image();
    for (const size_t size : {size_t{128}, size_t{4096}, size_t{4097}}) {
      EvtxImage cut = image;
      cut.truncate(size);
      const Decoded decoded = decode_file(cut.bytes());
      CHECK(decoded.events.empty());
      CHECK(decoded.issues.summary() == "none");
    }
  }

  TEST_CASE("version 3.2, and minor versions to come") {
    for (const uint16_t minor : std::vector<uint16_t>{1, 2, 9}) {
      CHECK(decode_file(log_of_chunks(2, {.minor_version = minor}).finish())
                .ids() == ids_up_to(4));
    }
  }

  TEST_CASE("unknown flag bits in the header") {
    EvtxImage image = log_of_chunks(2).image();
    image.set_file_flags(0x1B970000);
    const Decoded decoded = decode_file(image.bytes());
    CHECK(decoded.ids() == ids_up_to(4));
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("wrong checksum of the header is told of, except with its flag") {
    EvtxImage image = log_of_chunks(2).image();
    image.set(evtx_file_field::kChecksum, uint32_t{1});
    Decoded decoded = decode_file(image.bytes());
    CHECK(decoded.ids() == ids_up_to(4));
    CHECK(decoded.issues.summary() == "file_header_damaged=1");
    image.set_file_flags(kEvtxFileNoCrc32);
    decoded = decode_file(image.bytes());
    CHECK(decoded.ids() == ids_up_to(4));
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("header block destroyed: the chunks behind it are read") {
    EvtxImage image = log_of_chunks(2).image();
    image.zero_file_header();
    const Decoded decoded = decode_file(image.bytes());
    CHECK(decoded.ids() == ids_up_to(4));
    CHECK(decoded.issues.summary() == "file_header_damaged=1");
  }

  TEST_CASE("no header block at all: carved chunks, at any multiple of 512") {
    const EvtxBytes file = log_of_chunks(2).finish();
    for (const size_t junk : {size_t{0}, size_t{512}, size_t{5120}}) {
      EvtxBytes carved(junk, uint8_t{0xEE});
      carved.insert(carved.end(), file.begin() + 4096, file.end());
      CHECK(decode_file(carved).ids() == ids_up_to(4));
    }
  }

  TEST_CASE("the header's chunk count lower or higher than the chunks") {
    for (const uint16_t count : std::vector<uint16_t>{0, 1, 3, 65535}) {
      const Decoded decoded =
          decode_file(log_of_chunks(4, {.chunk_count = count}).finish());
      CHECK(decoded.ids() == ids_up_to(8));
      CHECK(decoded.issues.summary() == "none");
    }
  }

  TEST_CASE("unused slots in the middle and at the end do not end the scan") {
    EvtxBuilder builder;
    builder.add_zero_chunk();
    builder.add_event(event_4771());
    builder.add_zero_chunk();
    builder.add_zero_chunk();
    builder.add_event(event_4771());
    builder.add_zero_chunk();
    const Decoded decoded = decode_file(builder.finish());
    CHECK(decoded.ids() == Ids{1, 2});
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("a circular log: slots reused in place, order by id") {
    EvtxImage image = log_of_chunks(4).image();
    image.swap_chunks(0, 2);
    image.swap_chunks(1, 3);
    // The oldest chunk's number may then exceed the current one's.
    image.set(evtx_file_field::kOldestChunk, uint64_t{2});
    image.set(evtx_file_field::kCurrentChunk, uint64_t{1});
    image.fix_file_checksum();
    const Decoded decoded = decode_file(image.bytes());
    CHECK(decoded.ids() == ids_up_to(8));
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("a chunk without magic keeps its place by its first record") {
    EvtxImage image = log_of_chunks(3).image();
    image.swap_chunks(0, 2);
    image.zero_chunk_magic(1);
    const Decoded decoded = decode_file(image.bytes());
    CHECK(decoded.ids() == ids_up_to(6));
    CHECK(decoded.issues.summary() == "chunk_without_magic=1");
  }

  TEST_CASE("bytes behind the last chunk") {
    for (const size_t count : {1U, 511U, 600U, 4096U}) {
      EvtxImage image = log_of_chunks(2).image();
      image.append(EvtxBytes(count, uint8_t{0}));
      const Decoded decoded = decode_file(image.bytes());
      CHECK(decoded.ids() == ids_up_to(4));
      CHECK(decoded.counts.failed == 0);
      CHECK(decoded.issues.summary() == "none");
    }
  }

  TEST_CASE("the last chunk is cut off: record by record as far as it goes") {
    EvtxImage image = log_of_chunks(3).image();
    image.truncate(image.record_offset(5) + 40);
    const Decoded decoded = decode_file(image.bytes());
    CHECK(decoded.ids() == ids_up_to(5));
    CHECK(decoded.counts.failed == 1);
    CHECK(decoded.issues.summary() == "chunk_cut_off=1 record_cut_off=1");
  }

  TEST_CASE("the last chunk is cut off behind its records") {
    EvtxImage image = log_of_chunks(2).image();
    image.truncate(image.bytes().size() - 704);  // 64,832 bytes are left
    const Decoded decoded = decode_file(image.bytes());
    CHECK(decoded.ids() == ids_up_to(4));
    CHECK(decoded.issues.summary() == "none");
  }

  TEST_CASE("a dirty log: what the newest chunk's header lacks comes out") {
    EvtxImage image =
        log_of_chunks(2, {.file_flags = kEvtxFileDirty, .next_record_id = 1})
            .image();
    image.hide_last_records(1, 1);
    CHECK(decode_file(image.bytes()).ids() == ids_up_to(4));
    // The newest is the one with the highest ids, wherever it lies.
    image.swap_chunks(0, 1);
    CHECK(decode_file(image.bytes()).ids() == ids_up_to(4));
  }

  TEST_CASE("an older chunk's header lags: the missing id comes out") {
    EvtxImage image = log_of_chunks(2).image();
    image.hide_last_records(0, 1);
    CHECK(decode_file(image.bytes()).ids() == ids_up_to(4));
  }

  TEST_CASE("an older chunk's remains of other ids stay where they are") {
    EvtxImage image = log_of_chunks(2).image();
    image.hide_last_records(0, 1);
    constexpr uint64_t kStaleId = 77;
    image.set_in_record(1, evtx_record_field::kId, kStaleId);
    CHECK(decode_file(image.bytes()).ids() == Ids{1, 3, 4});
  }

  TEST_CASE("pristine chunk header in a dirty log: live, not flushed yet") {
    EvtxImage image =
        log_of_chunks(1, {.file_flags = kEvtxFileDirty, .next_record_id = 1})
            .image();
    image.make_chunk_header_pristine(0);
    const Decoded decoded = decode_file(image.bytes());
    CHECK(decoded.ids() == Ids{1, 2});
    CHECK(decoded.counts.recoverable == 0);
  }

  TEST_CASE("pristine chunk header in a clean log: left of a cleared log") {
    EvtxImage image = log_of_chunks(2, {.next_record_id = 1}).image();
    image.make_chunk_header_pristine(1);
    const Decoded decoded = decode_file(image.bytes());
    CHECK(decoded.ids() == Ids{1, 2});
    CHECK(decoded.counts.recoverable == 2);
  }

  TEST_CASE("a dirty log, but the records are not the ones due next") {
    EvtxImage image =
        log_of_chunks(1, {.file_flags = kEvtxFileDirty, .next_record_id = 9})
            .image();
    image.make_chunk_header_pristine(0);
    const Decoded decoded = decode_file(image.bytes());
    CHECK(decoded.events.empty());
    CHECK(decoded.counts.recoverable == 2);
  }

  TEST_CASE("a record that is being written waits while the log is live") {
    EvtxImage image = log_of_chunks(2).image();
    image.set_in_record(3, image.record_size(3) - 4, uint32_t{0});
    const Decoded live = decode_file(image.bytes(), Liveness::Live);
    CHECK(live.ids() == ids_up_to(3));
    CHECK(live.issues.summary() == "none");
    const Decoded closed = decode_file(image.bytes(), Liveness::Closed);
    CHECK(closed.ids() == ids_up_to(4));
    CHECK(closed.issues.summary() == "record_cut_off=1");
  }

  TEST_CASE("ids continue where numbers began anew") {
    const Decoded decoded = decode_file(
        log_of_chunks(1, {.first_record_id = 164, .first_record_number = 1})
            .finish());
    CHECK(decoded.ids() == Ids{164, 165});
  }

  TEST_CASE("a log of more chunks than 16 bits count") {
    // 4 GiB without taking the room: the file has holes.
    const TempDirectory directory;
    const EvtxBytes file = log_of_chunks(2).finish();
    const std::string path =
        directory.write("log.evtx", ByteView(file).first(4096 + kChunkSize));
    constexpr uint64_t kFar = 4096 + uint64_t{65'540} * kChunkSize;
    std::filesystem::resize_file(path, kFar);
    std::ofstream(path, std::ios::binary | std::ios::app)
        .write(reinterpret_cast<const char*>(file.data()) + 4096 + kChunkSize,
               kChunkSize);
    const auto opened = File::open(path);
    REQUIRE(opened.ok());
    Issues issues;
    const auto source = EvtxSource::open(*opened, Liveness::Closed, issues);
    REQUIRE(source.ok());
    // The unused slots in between are passed by the bookmark.
    REQUIRE((*source)->start_after({2, sample_time()}).ok());
    CHECK((*source)->newest().ok());
    CHECK((*(*source)->newest()).record_id == 4);
  }
}

}  // namespace
}  // namespace eventlens::evtx
