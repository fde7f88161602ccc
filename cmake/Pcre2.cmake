# PCRE2 for texts in UTF-8, as the target pcre2::pcre2. Debian's package has no
# file for CMake; the static library is linked in, like the others.

find_path(PCRE2_INCLUDE_DIR pcre2.h REQUIRED)
find_library(PCRE2_LIBRARY libpcre2-8.a REQUIRED)
add_library(pcre2::pcre2 STATIC IMPORTED GLOBAL)
set_target_properties(pcre2::pcre2 PROPERTIES
  IMPORTED_LOCATION "${PCRE2_LIBRARY}"
  INTERFACE_INCLUDE_DIRECTORIES "${PCRE2_INCLUDE_DIR}"
  INTERFACE_COMPILE_DEFINITIONS PCRE2_STATIC)
