# CMake toolchain for both Linux targets: Debian's GCC 12 with the headers and
# libraries of glibc 2.17 instead of this machine's. What the program takes from
# glibc is then in every Linux from RHEL 7 on; libstdc++ and libgcc are linked in.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_C_COMPILER ${PORTABLE_TRIPLET}-gcc-12)
set(CMAKE_CXX_COMPILER ${PORTABLE_TRIPLET}-g++-12)
set(CMAKE_ASM_COMPILER ${PORTABLE_TRIPLET}-gcc-12)
set(CMAKE_AR ${PORTABLE_TRIPLET}-gcc-ar-12)
set(CMAKE_RANLIB ${PORTABLE_TRIPLET}-gcc-ranlib-12)

include("${CMAKE_CURRENT_LIST_DIR}/prefix.cmake")
string(CONCAT target linux_ ${CMAKE_SYSTEM_PROCESSOR})
portable_prefix(${target})
set(CMAKE_SYSROOT "${PORTABLE_PLACE}/sysroot")

# GCC would look for its own C++ headers, and for libraries, at this machine's.
# No path of this machine gets into the program.
set(includes "-nostdinc -isystem ${PORTABLE_GCC}/include -isystem ${CMAKE_SYSROOT}/usr/include")
cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH root)
cmake_path(GET root PARENT_PATH root)
set(flags "${PORTABLE_MACHINE} -ffile-prefix-map=${root}=.")
set(CMAKE_C_FLAGS_INIT "${flags} ${includes}")
set(CMAKE_ASM_FLAGS_INIT "${flags}")
set(CMAKE_CXX_FLAGS_INIT
    "${flags} -nostdinc++ -isystem ${PORTABLE_PLACE}/cxx -isystem ${PORTABLE_CXX_HEADERS} -isystem ${PORTABLE_CXX_HEADERS}/backward ${includes}")

# The sysroot has an older libstdc++ beside glibc, so GCC's libraries are named
# by their whole path. libportable.a is compat.cpp: what they need that glibc
# 2.17 lacks.
set(search "-B${CMAKE_SYSROOT}/usr/lib -L${CMAKE_SYSROOT}/usr/lib -L${CMAKE_SYSROOT}/lib")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-nodefaultlibs ${search}")
set(CMAKE_SHARED_LINKER_FLAGS_INIT "${CMAKE_EXE_LINKER_FLAGS_INIT}")
set(runtime "${PORTABLE_GCC}/libgcc_eh.a ${PORTABLE_PLACE}/compat/libportable.a -lpthread -ldl -lm -lrt -lc ${PORTABLE_GCC}/libgcc.a -lc")
set(CMAKE_C_STANDARD_LIBRARIES "${runtime}" CACHE STRING "")
set(CMAKE_CXX_STANDARD_LIBRARIES "${PORTABLE_GCC}/libstdc++.a ${runtime}" CACHE STRING "")
