# CMake toolchain: Linux x86_64 with glibc 2.17 or newer. The baseline is the
# first x86_64 processor; code for newer ones is chosen when the program runs.
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(PORTABLE_TRIPLET x86_64-linux-gnu)
set(PORTABLE_CXX_HEADERS /usr/include/c++/12)
set(PORTABLE_GCC /usr/lib/gcc/x86_64-linux-gnu/12)
set(PORTABLE_MACHINE -march=x86-64)
include("${CMAKE_CURRENT_LIST_DIR}/linux.cmake")
