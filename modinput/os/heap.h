// The heap of this process.
#pragma once

#include <cstddef>

namespace eventlens {

/// The calling thread's heap takes address space for `bytes` at once, and gives
/// none back. Without it the heap of a thread that is not the first grows page
/// by page, each with a call of the system, which took 7 % of converting a
/// mixed log with two threads. Memory itself is still taken as it is used.
void reserve_heap(size_t bytes);

}  // namespace eventlens
