# How each library gets into the prefix; sourced by dependencies.sh, which sets
# TARGET, PLACE and PREFIX.
#   take_package PACKAGE NAME LICENCE [ARCHIVE...]
#                 Debian's headers and static libraries of ARCHITECTURE
#   build_NAME    from Debian's source
# Licences are SPDX's identifiers of what is linked in.

# libraries.json, by way of a table of name, version, licence, source, text, archives.
libraries_open() { : >"$PLACE/libraries.tsv"; }

# note_library NAME LICENCE COPYRIGHT SOURCE SOURCE_VERSION [ARCHIVE...]. COPYRIGHT
# is Debian's file with the texts that have to go with the library. The version is
# that of the source package, or UPSTREAM, without what Debian adds to it.
note_library() {
  local name=$1 licence=$2 copyright=$3 source=$4 debian=$5 version text
  shift 5
  text=$PREFIX/licences/$(tr -c '[:alnum:]\n' - <<<"${name,,}").txt
  keep_texts "$licence" "$copyright" >"$text"
  # Epoch, revision, and the mark of files that are left out.
  version=$(sed -E 's/^[0-9]+://; s/-[^-]*$//; s/[.+](dfsg|ds)[0-9]*$//' <<<"${UPSTREAM:-$debian}")
  printf '%s\t%s\t%s\t%s %s\t%s\t%s\n' "$name" "$version" "$licence" "$source" "$debian" \
    "${text#"$PREFIX/"}" "$*" >>"$PLACE/libraries.tsv"
}

# The file of Debian, and the whole licence where it only says where that lies.
keep_texts() {
  [ -s "$2" ] || refuse "the copyright file of a library, $2, does not exist or is empty"
  cat "$2"
  local common
  for common in Apache-2.0 LGPL-3.0 GPL-3.0; do
    case "$common $1" in
      "Apache-2.0 Apache-2.0" | "LGPL-3.0 LGPL-3.0"* | "GPL-3.0 LGPL-3.0"*)
        printf '\n' && cat "/usr/share/common-licenses/${common/%3.0/3}" ;;
    esac
  done
}

libraries_close() {
  python3 - "$PLACE/libraries.tsv" "$PREFIX/libraries.json" <<'PYTHON'
import json, sys
table, target = sys.argv[1:]
rows = [line.rstrip("\n").split("\t") for line in open(table)]
libraries = [{"name": name, "version": version, "licence": licence, "source": source,
              "copyright_file": text, "files": files.split()}
             for name, version, licence, source, text, files in sorted(rows, key=lambda row: row[0].lower())]
with open(target, "w") as out:
    json.dump(libraries, out, indent=1)
    out.write("\n")
PYTHON
}

take_package() {
  local package=$1 name=$2 licence=$3 file multiarch
  shift 3
  debian_package "$package" "$ARCHITECTURE"
  multiarch=$(dpkg-architecture --host-arch "$ARCHITECTURE" --query DEB_HOST_MULTIARCH 2>/dev/null)
  cp -R "$PACKAGE_DIR/usr/include/." "$PREFIX/include/"
  # Headers that differ between machines lie in a directory of their own.
  if [ -d "$PREFIX/include/$multiarch" ]; then
    cp -R "$PREFIX/include/$multiarch/." "$PREFIX/include/"
    rm -r "$PREFIX/include/$multiarch"
  fi
  for file in "$@"; do
    [ -f "$PACKAGE_DIR/usr/lib/$multiarch/$file" ] || refuse "Debian's $package:$ARCHITECTURE has no $file"
    cp "$PACKAGE_DIR/usr/lib/$multiarch/$file" "$PREFIX/lib/"
  done
  note_library "$name" "$licence" "$(copyright_of "$package")" "$PACKAGE_SOURCE" "$PACKAGE_VERSION" "$@"
}

# The copyright file of the package that debian_package unpacked. Some have a link
# to the documents of the library's own package instead.
copyright_of() {
  local documents=$PACKAGE_DIR/usr/share/doc/$1
  if [ -L "$documents" ]; then
    local other
    other=$(basename "$(readlink "$documents")")
    debian_package "$other" "$ARCHITECTURE"
    documents=$PACKAGE_DIR/usr/share/doc/$other
  fi
  echo "$documents/copyright"
}

# configure_cmake NAME SOURCE [OPTION...]: with the target's toolchain, hardened
# as the program is, and without this machine's paths. Sets MADE, where it is
# built, and WHAT, its name for messages.
configure_cmake() {
  WHAT=$1 MADE=$PLACE/libraries/$1
  local source=$2 options=() paths="-ffile-prefix-map=$ROOT=."
  shift 2
  say "Building $WHAT"
  if command -v ccache >/dev/null; then
    options+=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  fi
  CFLAGS=$paths CXXFLAGS=$paths log_step cmake -S "$source" -B "$MADE" -G Ninja \
    -DCMAKE_TOOLCHAIN_FILE="$ROOT/cmake/portable/$TARGET.cmake" \
    -DCMAKE_PROJECT_INCLUDE="$ROOT/cmake/Hardening.cmake" -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_C_FLAGS_RELEASE="-O2 -DNDEBUG" -DCMAKE_INSTALL_PREFIX="$PREFIX" -DCMAKE_INSTALL_LIBDIR=lib \
    -DBUILD_SHARED_LIBS=OFF -DBUILD_TESTING=OFF "${options[@]}" "$@"
}

# log_step COMMAND...: a step of building WHAT; its output only when it fails.
log_step() {
  "$@" >>"$MADE.log" 2>&1 || {
    tail -n 20 "$MADE.log" >&2
    refuse "$WHAT could not be built for $TARGET, see $MADE.log"
  }
}

# build_cmake NAME SOURCE [OPTION...]: all of it, installed.
build_cmake() {
  configure_cmake "$@"
  log_step cmake --build "$MADE"
  log_step cmake --install "$MADE"
}

# build_target TARGET FILE NAME: one target of what was configured, whose archive
# FILE becomes NAME.
build_target() {
  log_step cmake --build "$MADE" --target "$1"
  cp "$MADE/$2" "$PREFIX/lib/$3"
}

# build_plain LIBRARY [OPTION...]: of SOURCE_DIR, see plain/CMakeLists.txt.
build_plain() {
  build_cmake "$1" "$ROOT/cmake/portable/plain" -DLIBRARY="$1" -DSOURCE="$SOURCE_DIR" "${@:2}"
}

# sources PREFIX NAME...: C files of SOURCE_DIR, as CMake wants them. A name may
# be a pattern.
sources() {
  local names=("${@:2}")
  names=("${names[@]/#/$1}")
  (cd "$SOURCE_DIR" && printf '%s\n' ${names[@]/%/.c} | paste -s -d ';')
}

# Without gzip files, which libarchive reads.
build_zlib() {
  debian_source zlib
  build_plain z -DSOURCES="$(sources '' adler32 crc32 compress uncompr deflate 'inf*' trees zutil)" \
    -DHEADERS="zlib.h;zconf.h"
  note_library zlib Zlib "$SOURCE_DIR/debian/copyright" zlib "$SOURCE_VERSION" libz.a
}

# Reading only, and no formats before 0.8, which no file of today has.
build_zstd() {
  debian_source libzstd
  build_plain zstd -DSOURCES="$(sources lib/ 'common/*' 'decompress/*')" -DHEADERS="lib/zstd.h;lib/zstd_errors.h"
  note_library zstd BSD-3-Clause "$SOURCE_DIR/debian/copyright" libzstd "$SOURCE_VERSION" libzstd.a
}

build_xz() {
  debian_source xz-utils
  configure_cmake xz "$SOURCE_DIR"
  build_target liblzma liblzma.a liblzma.a
  mkdir -p "$PREFIX/include/lzma"
  cp "$SOURCE_DIR"/src/liblzma/api/lzma.h "$PREFIX/include/"
  cp "$SOURCE_DIR"/src/liblzma/api/lzma/*.h "$PREFIX/include/lzma/"
  note_library xz LicenseRef-public-domain "$SOURCE_DIR/debian/copyright" xz-utils "$SOURCE_VERSION" liblzma.a
}

build_bzip2() {
  debian_source bzip2
  build_plain bz2 -DSOURCES="$(sources '' blocksort huffman crctable randtable compress decompress bzlib)" -DHEADERS=bzlib.h
  note_library bzip2 bzip2-1.0.6 "$SOURCE_DIR/debian/copyright" bzip2 "$SOURCE_VERSION" libbz2.a
}

# For Windows; its config file says more. What modinput/unpack asks for, and what that refers to.
build_libarchive() {
  debian_source libarchive
  local parts=(acl check_magic cryptor digest 'entry*' hmac options pack_dev ppmd8 rb read read_add_passphrase
    read_append_filter read_set_format read_set_options read_support_filter_{gzip,none,zstd}
    read_support_format_{empty,raw,tar,zip} 'string*' util version_details virtual windows)
  build_plain archive -DSOURCES="$(sources libarchive/archive_ "${parts[@]}")" \
    -DINCLUDES="$SOURCE_DIR/libarchive;$PREFIX/include" \
    -DDEFINES="PLATFORM_CONFIG_H=\"$ROOT/cmake/portable/config/libarchive_windows.h\";LIBARCHIVE_STATIC" \
    -DHEADERS="libarchive/archive.h;libarchive/archive_entry.h"
  note_library libarchive BSD-2-Clause "$SOURCE_DIR/debian/copyright" libarchive "$SOURCE_VERSION" libarchive.a
}

build_pcre2() {
  debian_source pcre2
  build_cmake pcre2 "$SOURCE_DIR" -DPCRE2_BUILD_PCRE2_8=ON -DPCRE2_SUPPORT_JIT=ON -DPCRE2_BUILD_PCRE2GREP=OFF \
    -DPCRE2_BUILD_TESTS=OFF
  note_library PCRE2 BSD-3-Clause "$SOURCE_DIR/debian/copyright" pcre2 "$SOURCE_VERSION" libpcre2-8.a
}

build_pugixml() {
  debian_source pugixml
  build_cmake pugixml "$SOURCE_DIR" -DPUGIXML_BUILD_TESTS=OFF
  note_library pugixml MIT "$SOURCE_DIR/debian/copyright" pugixml "$SOURCE_VERSION" libpugixml.a
}

# build_curl DEFINES: HTTP and SMTP, each also in TLS, and nothing else. Which
# certificates are trusted is said when it runs: systems keep them in different
# places (and Debian's OpenSSL would look in /usr/lib/ssl only).
build_curl() {
  local protocol defines="CURL_STATICLIB;BUILDING_LIBCURL;$1"
  for protocol in DICT FILE FTP GOPHER IMAP LDAP LDAPS MQTT POP3 RTSP SMB TELNET TFTP; do
    defines+=";CURL_DISABLE_$protocol"
  done
  debian_source curl
  build_plain curl -DSOURCES="$(sources lib/ '*' 'vauth/*' 'vtls/*' 'vssh/*' 'vquic/*')" -DDEFINES="$defines" \
    -DINCLUDES="$SOURCE_DIR/lib;$SOURCE_DIR/include;$ROOT/cmake/portable/config/curl;$PREFIX/include"
  cp -R "$SOURCE_DIR/include/curl" "$PREFIX/include/"
  note_library curl curl "$SOURCE_DIR/debian/copyright" curl "$SOURCE_VERSION" libcurl.a
}

# Part of every program. They come with the compiler, not with the prefix; the
# source packages of cross compilers have versions of their own.
runtime_libraries() {
  local gcc=libstdc++-12-dev
  case $TARGET in
    windows_*) gcc=g++-mingw-w64-x86-64-posix ;;
    linux_aarch64) gcc=libstdc++-12-dev-arm64-cross ;;
  esac
  note_installed "GCC runtime" 'GPL-3.0-or-later WITH GCC-exception-3.1' "$gcc"
  [[ $TARGET != windows_* ]] || note_installed "mingw-w64 runtime" 'ZPL-2.1 AND MIT AND BSD-3-Clause' mingw-w64-x86-64-dev
}

note_installed() {
  local source version upstream
  read -r source version upstream < <(dpkg-query -W -f='${source:Package} ${source:Version} ${Version}\n' "$3")
  UPSTREAM=$upstream note_library "$1" "$2" "/usr/share/doc/$3/copyright" "$source" "$version"
}
