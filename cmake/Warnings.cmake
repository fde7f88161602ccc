# eventlens_warnings(target): the warnings every target of ours is built with.
function(eventlens_warnings target)
  target_compile_options(
    ${target}
    PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-Wall
            -Wextra
            -Wconversion
            -Wsign-conversion
            -Wshadow
            -Wnon-virtual-dtor
            -Werror>)
  # GCC 12 sees overlaps in std::string's operator+ that cannot be (its bug
  # 105651, mended in 13).
  target_compile_options(
    ${target} PRIVATE $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-Wno-restrict>)
  # Where it inlines much without a profile, or instruments, GCC 12 loses track
  # of what a std::variant holds.
  target_compile_options(
    ${target} PRIVATE $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-Wno-maybe-uninitialized>)
  # RapidJSON 1.1 compares its iterators with operators older than C++20.
  target_compile_options(
    ${target}
    PRIVATE $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:Clang>>:-Wno-ambiguous-reversed-operator>)
endfunction()
