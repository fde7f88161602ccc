// The heap of this process.
#pragma once

#include <cstddef>

namespace eventlens {

/// Has the calling thread's heap take address space for `bytes` at once, and
/// give none back while the process lives. Without it the heap of a thread that
/// is not the first grows page by page, each with a call of the system, which
/// took 7 % of converting a mixed log with two threads. What the thread
/// allocates from here on lies behind the next border of large pages (where the
/// system has such), until the reserve ends. Memory itself is taken as it is
/// used. Does something with glibc only.
class HeapReserve {
 public:
  explicit HeapReserve(size_t bytes);
  ~HeapReserve();
  HeapReserve(const HeapReserve&) = delete;
  HeapReserve& operator=(const HeapReserve&) = delete;

 private:
  void* below_ = nullptr;  // up to the border; nobody touches it
};

}  // namespace eventlens
