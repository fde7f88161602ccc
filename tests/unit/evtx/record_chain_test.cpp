#include "evtx/record_chain.h"

#include <doctest/doctest.h>

#include <vector>

#include "support/evtx_byte_writer.h"

namespace eventlens::evtx {
namespace {

using test::EvtxByteWriter;

constexpr size_t kStart = 64;

/// Zeros, a record of 48 bytes at kStart, more zeros.
std::vector<uint8_t> bytes_with_record() {
  EvtxByteWriter out(kStart);
  out.put(kRecordMagic);
  out.put(uint32_t{48});
  out.put(uint64_t{7});
  out.put(uint64_t{1234});
  out.put(uint32_t{0x0001010F});
  out.put_zeros(16);
  out.put(uint32_t{48});
  out.put_zeros(40);
  return out.bytes();
}

void set(std::vector<uint8_t>& bytes, size_t offset, uint32_t value) {
  for (size_t i = 0; i < 4; ++i) {
    bytes[offset + i] = static_cast<uint8_t>(value >> (8 * i));
  }
}

/// With the size in header and trailer set to `size`.
bool is_record_of_size(uint32_t size) {
  auto bytes = bytes_with_record();
  set(bytes, kStart + 4, size);
  if (size >= 4 && size <= bytes.size() - kStart) {
    set(bytes, kStart + size - 4, size);
  }
  return record_at(bytes, kStart).has_value();
}

TEST_SUITE("evtx/record_chain") {
  TEST_CASE("a whole record") {
    const auto bytes = bytes_with_record();
    const auto record = record_at(bytes, kStart);
    REQUIRE(record.has_value());
    CHECK(record->offset == kStart);
    CHECK(record->size == 48);
    CHECK(record->record_id == 7);
    CHECK(record->written_time == 1234);
    CHECK(broken_record_at(bytes, kStart).has_value());
  }

  TEST_CASE("sizes that no record has") {
    CHECK_FALSE(is_record_of_size(0));
    CHECK_FALSE(is_record_of_size(24));
    CHECK_FALSE(is_record_of_size(44));    // no multiple of 8
    CHECK_FALSE(is_record_of_size(4096));  // behind the chunk
    CHECK_FALSE(is_record_of_size(0x80000000));
    CHECK_FALSE(is_record_of_size(0xFFFFFFF8));
    CHECK(is_record_of_size(32));
    CHECK(is_record_of_size(88));  // to the last byte
  }

  TEST_CASE("size and its copy differ") {
    auto bytes = bytes_with_record();
    set(bytes, kStart + 44, 40);
    CHECK_FALSE(record_at(bytes, kStart).has_value());
    CHECK(broken_record_at(bytes, kStart).has_value());
  }

  TEST_CASE("the first token can begin no stream") {
    auto bytes = bytes_with_record();
    bytes[kStart + 24] = 0x33;
    CHECK_FALSE(record_at(bytes, kStart).has_value());
    for (const uint8_t token : std::vector<uint8_t>{0x0F, 0x0A, 0x00}) {
      bytes[kStart + 24] = token;
      CHECK(record_at(bytes, kStart).has_value());
    }
  }

  TEST_CASE("wrong magic, and places behind the end") {
    auto bytes = bytes_with_record();
    CHECK_FALSE(record_at(bytes, 0).has_value());
    CHECK_FALSE(record_at(bytes, bytes.size() - 27).has_value());
    CHECK_FALSE(record_at(bytes, bytes.size()).has_value());
    CHECK_FALSE(record_at(bytes, SIZE_MAX).has_value());
    bytes[kStart + 2] = 1;
    CHECK_FALSE(record_at(bytes, kStart).has_value());
    CHECK_FALSE(broken_record_at(bytes, kStart).has_value());
  }

  TEST_CASE("the search looks at multiples of 8") {
    const auto bytes = bytes_with_record();
    REQUIRE(find_record(bytes, 0).has_value());
    CHECK(find_record(bytes, 0)->offset == kStart);
    CHECK(find_record(bytes, kStart)->offset == kStart);
    CHECK_FALSE(find_record(bytes, kStart + 1).has_value());
    CHECK_FALSE(find_record(bytes, bytes.size() + 8).has_value());
    auto moved = bytes;
    moved.insert(moved.begin(), 4, uint8_t{0});
    CHECK_FALSE(find_record(moved, 0).has_value());
  }

  TEST_CASE("the search passes what only looks like a record") {
    auto bytes = bytes_with_record();
    const auto whole = bytes;
    set(bytes, kStart + 44, 0);  // no copy of the size
    bytes.insert(bytes.end(), whole.begin(), whole.end());
    const auto found = find_record(bytes, 0);
    REQUIRE(found.has_value());
    CHECK(found->offset == whole.size() + kStart);
  }

  TEST_CASE("nothing to find in no bytes") {
    CHECK_FALSE(find_record({}, 0).has_value());
    CHECK_FALSE(record_at({}, 0).has_value());
  }
}

}  // namespace
}  // namespace eventlens::evtx
