#!/usr/bin/env bash
# Installs what building and testing the shipped programs needs, on Debian 12:
#   cmake/portable/install.sh
# Only what is missing; without anything missing it needs no root.
. "$(dirname "$0")/common.sh"

PACKAGES=(
  cmake ninja-build ccache dpkg-dev python3 xz-utils
  g++-12                             # linux_x86_64
  g++-12-aarch64-linux-gnu           # linux_aarch64
  g++-mingw-w64-x86-64-posix         # windows_x86_64; the posix variant has std::thread
  qemu-user-static zstd openssl      # tests/portable
  wine64                             # tests/windows
)

missing=()
for package in "${PACKAGES[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
# npm fetches the sysroots; any will do, Debian's or another.
command -v npm >/dev/null || missing+=(npm)
[ ${#missing[@]} -gt 0 ] || exit 0
say "Installing: ${missing[*]}"
as_root apt-get update -qq
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
