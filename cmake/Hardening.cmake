# Hardening and link settings of the shipped program: position independent,
# read-only relocations, stack protector, fortified libc calls. The C++ runtime
# is linked in, so that the program needs glibc and nothing else.
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-fPIE)
  add_link_options(-pie)
  add_compile_options($<$<COMPILE_LANGUAGE:C,CXX>:-fstack-protector-strong>
                      $<$<COMPILE_LANGUAGE:C,CXX>:-D_FORTIFY_SOURCE=2>)
  add_link_options(-Wl,-z,relro,-z,now -Wl,--as-needed)
endif()

# eventlens_optimise_whole_program(target): link-time optimisation of the program,
# whose text kernels and the steps that call them lie in different rooms. The
# rooms' libraries also hold ordinary code, so that test programs link fast.
function(eventlens_optimise_whole_program target)
  if(CMAKE_BUILD_TYPE STREQUAL "Release" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-flto=auto> $<$<COMPILE_LANGUAGE:CXX>:-ffat-lto-objects>)
    get_target_property(type ${target} TYPE)
    if(type STREQUAL "EXECUTABLE")
      # GCC 12 warns of std::string lengths that cannot be (as in Warnings.cmake).
      target_link_options(${target} PRIVATE -flto=auto -Wno-stringop-overflow)
    endif()
  endif()
endfunction()
