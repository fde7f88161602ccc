#!/usr/bin/env bash
# Lays what a shipped program is linked with, in build/portable/TARGET:
#   cmake/portable/dependencies.sh TARGET
#     TARGET  linux_x86_64, linux_aarch64 or windows_x86_64
#   prefix/                 headers and static libraries, for the toolchain file
#   prefix/libraries.json   what they are: name, version, licence, source,
#                           copyright_file, and files, their archives (none: headers only)
#   prefix/licences/        the texts, Debian's copyright files
#   sysroot/, cxx/, compat/ for Linux: glibc 2.17, and what it takes to use it
# All of it is Debian's: Linux takes Debian's static libraries, as the
# development build does, and curl and pugixml from source; Windows takes
# everything from source. Done once; again when a file of this directory or the
# compiler changed. For newer versions of Debian remove build/portable.
. "$(dirname "$0")/common.sh"
. "$ROOT/cmake/portable/debian.sh"
. "$ROOT/cmake/portable/sysroot.sh"
. "$ROOT/cmake/portable/libraries.sh"

# What the prefix is made from.
key() {
  local compiler=x86_64-w64-mingw32-g++-posix
  [[ $TARGET == windows_* ]] || compiler=${TARGET#linux_}-linux-gnu-g++-12
  {
    (cd "$ROOT/cmake" && find portable Hardening.cmake -type f ! -name build.sh ! -name install.sh ! -name linked.py \
      ! -name '*_*.cmake' -print0 | sort -z | xargs -0 sha256sum "portable/$TARGET.cmake")
    "$compiler" --version
    cmake --version
  } | sha256sum | cut -d ' ' -f 1
}

linux_libraries() {
  make_sysroot "$TARGET"
  build_cmake portable "$ROOT/cmake/portable/compat" -DCMAKE_INSTALL_PREFIX="$PLACE/compat" -DCMAKE_INSTALL_LIBDIR=.
  # shellcheck disable=SC2034 # read by take_package
  ARCHITECTURE=amd64
  [ "$TARGET" = linux_x86_64 ] || ARCHITECTURE=arm64
  take_package zlib1g-dev zlib Zlib libz.a
  take_package libzstd-dev zstd BSD-3-Clause libzstd.a
  take_package liblzma-dev xz LicenseRef-public-domain liblzma.a
  take_package libbz2-dev bzip2 bzip2-1.0.6 libbz2.a
  take_package nettle-dev nettle 'LGPL-3.0-or-later OR GPL-2.0-or-later' libnettle.a
  take_package libarchive-dev libarchive BSD-2-Clause libarchive.a
  take_package libpcre2-dev PCRE2 BSD-3-Clause libpcre2-8.a
  take_package libssl-dev OpenSSL Apache-2.0 libssl.a libcrypto.a
  build_pugixml
  build_curl 'HAVE_CONFIG_H'
}

windows_libraries() {
  build_zlib
  build_zstd
  build_xz
  build_bzip2
  build_libarchive
  build_pcre2
  build_pugixml
  build_curl 'USE_SCHANNEL;USE_WINDOWS_SSPI;ENABLE_IPV6'
}

main() {
  [ $# -eq 1 ] || refuse "expected one target: ${TARGETS[*]}"
  check_target "$1"
  TARGET=$1
  PLACE=$BUILD/$TARGET
  PREFIX=$PLACE/prefix
  local made
  made=$(key)
  if [ "$(cat "$PLACE/made-from" 2>/dev/null)" = "$made" ]; then
    exit 0
  fi
  say "Making the libraries of $TARGET"
  rm -rf "$PREFIX" "$PLACE/made-from" "$PLACE/libraries" "$PLACE/compat"
  mkdir -p "$PREFIX/include" "$PREFIX/lib" "$PREFIX/licences" "$PLACE/libraries"
  libraries_open
  # Headers only, the same for all.
  ARCHITECTURE=amd64
  take_package rapidjson-dev RapidJSON MIT
  take_package libcli11-dev CLI11 BSD-3-Clause
  "${TARGET%%_*}_libraries"
  runtime_libraries
  libraries_close
  echo "$made" >"$PLACE/made-from"
}

main "$@"
