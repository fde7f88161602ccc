#include "os/heap.h"

#include <cstdlib>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace eventlens {

void reserve_heap([[maybe_unused]] size_t bytes) {
#if defined(__GLIBC__)
  // Blocks above the first bound are no part of the heap; free space at its end
  // above the second goes back to the system.
  constexpr int kLargest = 32 << 20;
  constexpr int kNever = 1 << 30;
  mallopt(M_MMAP_THRESHOLD, kLargest);
  mallopt(M_TRIM_THRESHOLD, kNever);
  // The compiler must not see that nobody uses it.
  void* volatile block = std::malloc(bytes);
  std::free(block);
#endif
}

}  // namespace eventlens
