// A 64-bit hash for our own tables: fast on short keys, not for adversaries.
// Wherever a hash decides, the keys themselves are compared too.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace eventlens {

[[nodiscard]] inline uint64_t mix(uint64_t a, uint64_t b) {
  a = (a ^ b) * 0x9E3779B97F4A7C15ULL;
  return a ^ (a >> 32);
}

[[nodiscard]] inline uint64_t hash_bytes(const void* bytes, size_t size,
                                         uint64_t seed = 0) {
  const auto* at = static_cast<const uint8_t*>(bytes);
  uint64_t hash = mix(seed, size);
  for (; size >= 8; at += 8, size -= 8) {
    uint64_t word;
    std::memcpy(&word, at, 8);
    hash = mix(hash, word);
  }
  uint64_t rest = 0;
  if (size > 0) {  // no bytes may be no pointer either
    std::memcpy(&rest, at, size);
  }
  return mix(hash, rest);
}

[[nodiscard]] inline uint64_t hash_text(std::string_view text) {
  return hash_bytes(text.data(), text.size());
}

}  // namespace eventlens
