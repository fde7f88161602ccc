// Buffers that files are read into.
//
// malloc puts large blocks 16 bytes behind a page's border. There a copy out of
// the page cache went at 1.7 GB/s on an AMD Zen 3, elsewhere in the page at 8.5
// (obs), and converting many small logs took a third longer: the processor's
// copying instruction is slow where a copy begins in its page little behind
// where the source does in its own (glibc's bug 30994; some have it right at
// the border too). So these begin a quarter of a page behind one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

namespace eventlens {

inline constexpr size_t kPageSize = 4096;
inline constexpr size_t kPlaceInPage = 1024;

struct FreePageBytes {
  void operator()(uint8_t* bytes) const {
    ::operator delete[](bytes - kPlaceInPage, std::align_val_t{kPageSize});
  }
};
using PageBytes = std::unique_ptr<uint8_t[], FreePageBytes>;

/// `size` zero bytes.
[[nodiscard]] inline PageBytes make_page_bytes(size_t size) {
  auto* const page =
      new (std::align_val_t{kPageSize}) uint8_t[kPlaceInPage + size]();
  return PageBytes(page + kPlaceInPage);
}

}  // namespace eventlens
