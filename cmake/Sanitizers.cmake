# EVENTLENS_SANITIZE: a list for -fsanitize=, set by the presets asan and tsan.
set(EVENTLENS_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined")
if(EVENTLENS_SANITIZE)
  add_compile_options(-fsanitize=${EVENTLENS_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  if(EVENTLENS_FUZZ)
    # Coverage for libFuzzer; its main comes with the fuzzers only.
    add_compile_options(-fsanitize=fuzzer-no-link)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    add_compile_options(
      $<$<COMPILE_LANGUAGE:CXX>:-fsanitize-ignorelist=${CMAKE_SOURCE_DIR}/cmake/sanitizer_ignorelist.txt>)
  endif()
  add_link_options(-fsanitize=${EVENTLENS_SANITIZE})
endif()
