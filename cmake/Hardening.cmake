# Hardening and link settings of the shipped program: position independent,
# stack protector, fortified libc calls, on Linux read-only relocations. The C++
# runtime is linked in, so that the program needs glibc and nothing else, on
# Windows nothing but Windows.
if(WIN32)
  # mingw's GCC places 32-byte registers on a stack that is aligned to 16 (GCC
  # bug 54412), so the assembler makes every move one that may be unaligned.
  add_compile_options(-Wa,-muse-unaligned-vector-move)
  add_link_options(-Wa,-muse-unaligned-vector-move)
  # Windows 8.1; the narrow names of its functions shall not be used at all. The
  # libraries in C, which are built with this file too, have their own ways.
  foreach(definition IN ITEMS _WIN32_WINNT=0x0603 UNICODE NOMINMAX WIN32_LEAN_AND_MEAN)
    add_compile_definitions($<$<COMPILE_LANGUAGE:CXX>:${definition}>)
  endforeach()
  add_link_options(-static)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options($<$<COMPILE_LANGUAGE:C,CXX>:-fstack-protector-strong>
                      $<$<COMPILE_LANGUAGE:C,CXX>:-D_FORTIFY_SOURCE=2>)
  if(WIN32)
    # Addresses are chosen anew at each start, of all 64 bits; data is not run.
    # Without the time of linking the same sources make the same program.
    add_link_options(-Wl,--dynamicbase,--nxcompat,--high-entropy-va -Wl,--no-insert-timestamp)
    # The stack protector is in a library there, which this option asks for.
    add_link_options(-fstack-protector-strong)
    # No path of the machine it is built on.
    add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
  else()
    add_compile_options(-fPIE)
    add_link_options(-pie)
    add_link_options(-Wl,-z,relro,-z,now -Wl,--as-needed)
  endif()
endif()

# eventlens_optimise_whole_program(target): link-time optimisation of the program,
# whose text kernels and the steps that call them lie in different rooms. The
# rooms' libraries also hold ordinary code, so that test programs link fast.
function(eventlens_optimise_whole_program target)
  if(CMAKE_BUILD_TYPE STREQUAL "Release" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-flto=auto>)
    # A build that is only trained (cmake/ProfileGuided.cmake) has no tests.
    if(NOT EVENTLENS_PROFILE_DATA)
      target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-ffat-lto-objects>)
    endif()
    get_target_property(type ${target} TYPE)
    if(type STREQUAL "EXECUTABLE")
      # GCC 12 warns of std::string lengths that cannot be (as in Warnings.cmake).
      target_link_options(${target} PRIVATE -flto=auto -Wno-stringop-overflow)
    endif()
  endif()
endfunction()
