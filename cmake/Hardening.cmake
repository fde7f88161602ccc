# Hardening and link settings of the shipped program: position independent,
# read-only relocations, stack protector, fortified libc calls. The C++ runtime
# is linked in, so that the program needs glibc and nothing else.
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  # The text kernels and the steps that call them lie in different rooms.
  set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
  add_compile_options(-fPIE)
  add_link_options(-pie)
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fstack-protector-strong>
                      $<$<COMPILE_LANGUAGE:CXX>:-D_FORTIFY_SOURCE=2>)
  add_link_options(-Wl,-z,relro,-z,now -Wl,--as-needed)
endif()
