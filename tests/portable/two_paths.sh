#!/usr/bin/env bash
# Proves that two builds of this tree in two places give the same bytes:
#   tests/portable/two_paths.sh [TARGET...]    (linux_x86_64)
# Without ccache, with all libraries; what was fetched from Debian and npm is
# copied, so that both have the same versions. Some five minutes per target and
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
done
for place in "${places[@]}"; do
  "$place/cmake/portable/build.sh" "$@"
done

status=0
for target in "$@"; do
  made=build/programs/$target
  if diff -r "${places[0]}/$made" "${places[1]}/$made" >&2; then
    (cd "${places[0]}/build/programs" && find "$target" -maxdepth 1 -type f -exec sha256sum {} +)
    echo "same: $target"
  else
    status=1
  fi
done
exit $status
