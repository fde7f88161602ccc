// Changes an input where libFuzzer's own changes rarely hit: offsets that lead
// somewhere, tokens and value types that exist, small sizes. One change in two
// is left to libFuzzer.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <random>

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

namespace {

// Where an input's bytes lie in the chunk: FUZZ_CHUNK_OFFSET behind where they
// lie in the input.
constexpr int64_t kChunkOffset = FUZZ_CHUNK_OFFSET;

void put(uint8_t* data, size_t size, size_t at, uint32_t number, size_t width) {
  std::memcpy(data + at, &number, std::min(width, size - at));
}

uint32_t below(std::minstd_rand& random, size_t limit) {
  return static_cast<uint32_t>(random() % limit);
}

uint32_t token(std::minstd_rand& random) {
  constexpr uint32_t kTokens = 0x10;
  constexpr uint32_t kMore = 0x40;
  return below(random, kTokens) | (random() % 3 == 0 ? kMore : 0);
}

uint32_t value_type(std::minstd_rand& random) {
  constexpr uint32_t kOrdinary = 0x16;
  constexpr uint32_t kBinXml = 0x21;
  constexpr uint32_t kArray = 0x80;
  const uint32_t type = random() % 4 == 0 ? kBinXml : below(random, kOrdinary);
  return type | (random() % 4 == 0 ? kArray : 0);
}

}  // namespace

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size,
                                          size_t max_size, unsigned seed) {
  std::minstd_rand random(seed);
  if (size < 4 || random() % 2 == 0) {
    return LLVMFuzzerMutate(data, size, max_size);
  }
  const size_t at = below(random, size);
  switch (random() % 4) {
    case 0: {
      const int64_t target = below(random, size) + kChunkOffset;
      put(data, size, at, static_cast<uint32_t>(target), 4);
      break;
    }
    case 1:
      put(data, size, at, token(random), 1);
      break;
    case 2:
      put(data, size, at, value_type(random), 1);
      break;
    default:
      put(data, size, at, below(random, 64), 2);
      break;
  }
  return size;
}
