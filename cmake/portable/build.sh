#!/usr/bin/env bash
# From a fresh Debian 12 machine to the programs that ship:
#   cmake/portable/build.sh [TARGET...]
#     TARGET  linux_x86_64, linux_aarch64 or windows_x86_64; without any: all
# They land in build/programs/TARGET/: eventlens or eventlens.exe, libraries.json,
# what is linked in, for the package's bill of materials, and licences/, the texts. They
# hold no time and no path: two builds in two places have the same bytes, which
# tests/portable/two_paths.sh proves.
. "$(dirname "$0")/common.sh"
cd "$ROOT"

preset_of() {
  case $1 in
    linux_x86_64) echo portable ;;
    linux_aarch64) echo portable-aarch64 ;;
    windows_x86_64) echo windows ;;
  esac
}

strip_of() {
  case $1 in
    linux_*) echo "${1#linux_}-linux-gnu-strip" ;;
    windows_x86_64) echo x86_64-w64-mingw32-strip ;;
  esac
}

# Where the preset builds; the programs that ship are stripped copies.
place_of() {
  case $1 in
    linux_*) echo "build/portable/$1/program" ;;
    windows_x86_64) echo build/windows ;;
  esac
}

# Anew where the libraries or the toolchain changed: CMake keeps what it found.
configure() {
  local preset=$1 built=$2 made=$3
  if cmp -s "$made" "$built/made-from"; then
    cmake --preset "$preset" >/dev/null
  else
    cmake --fresh --preset "$preset" >/dev/null
    cp "$made" "$built/made-from"
  fi
}

build_program() {
  local target=$1 program=eventlens preset built place=build/programs/$1
  preset=$(preset_of "$target")
  built=$(place_of "$target")
  [[ $target != windows_* ]] || program=eventlens.exe
  cmake/portable/dependencies.sh "$target"
  say "Building $built/$program"
  configure "$preset" "$built" "build/portable/$target/made-from"
  cmake --build --preset "$preset" >&2
  mkdir -p "$place"
  # A Windows program has the time of its linking in it, which is none so far.
  "$(strip_of "$target")" --strip-all --preserve-dates -o "$place/$program.part" "$built/$program"
  python3 cmake/portable/linked.py "$built/eventlens.map" "build/portable/$target/prefix" "$place"
  mv "$place/$program.part" "$place/$program"
  say "$place/$program: $(stat -c %s "$place/$program") bytes"
}

[ $# -gt 0 ] || set -- "${TARGETS[@]}"
for target in "$@"; do
  check_target "$target"
done
cmake/portable/install.sh
for target in "$@"; do
  build_program "$target"
done
