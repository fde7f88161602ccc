# CMake toolchain: Linux aarch64 with glibc 2.17 or newer. The baseline is the
# first ARMv8 processor; atomic operations use newer instructions where the
# processor has them, which GCC's library asks when the program starts.
# Characters are signed and products rounded as on x86_64, so that both programs
# write the same bytes.
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(PORTABLE_TRIPLET aarch64-linux-gnu)
set(PORTABLE_CXX_HEADERS /usr/aarch64-linux-gnu/include/c++/12)
set(PORTABLE_GCC /usr/lib/gcc-cross/aarch64-linux-gnu/12)
set(PORTABLE_MACHINE "-march=armv8-a -fsigned-char -ffp-contract=off")
include("${CMAKE_CURRENT_LIST_DIR}/linux.cmake")
