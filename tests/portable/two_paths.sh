#!/usr/bin/env bash
# Proves that two builds of this tree in two places give the same bytes:
#   tests/portable/two_paths.sh [TARGET...]    (linux_x86_64)
# Without ccache, with all libraries; what was fetched from Debian and npm is
# copied, so that both have the same versions. Some ten minutes per target and
# place on two processors; not part of the test suites.
set -euo pipefail
cd "$(dirname "$0")/../.."

[ $# -gt 0 ] || set -- linux_x86_64
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
places=("$scratch/a" "$scratch/another/place/of_the_same")
export CCACHE_DISABLE=1

for place in "${places[@]}"; do
  mkdir -p "$place/build/portable"
  git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$place"
  for fetched in apt npm; do
    [ ! -d "build/portable/$fetched" ] || cp -R "build/portable/$fetched" "$place/build/portable/"
  done
  "$place/cmake/portable/build.sh" "$@"
done

status=0
for target in "$@"; do
  for file in "${places[0]}/build/programs/$target"/*; do
    other=${places[1]}/build/programs/$target/$(basename "$file")
    if cmp "$file" "$other"; then
      echo "same: $target/$(basename "$file") $(sha256sum <"$file" | cut -d ' ' -f 1)"
    else
      status=1
    fi
  done
done
exit $status
