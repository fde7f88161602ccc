#!/usr/bin/env bash
# Packs the app into dist/:
#   eventlens-<version>.tar.gz              all of it
#   eventlens-search-head-<version>.tar.gz  lookups, dashboards and alerts, no program
#   eventlens-forwarder-<version>.tar.gz    the input alone
#   eventlens-<version>.spdx.json           what is in them (SPDX 2.3)
#   SHA256SUMS                              for sha256sum -c
# The same commit, programs and time give the same bytes, wherever the tree lies.
#
#   ./package.sh           builds the programs for all platforms, then packs
#   ./package.sh --dirty   packs what is not committed too, named <version>+dirty
#
# From outside it takes:
#   EVENTLENS_PROGRAMS  where the programs are, as build/programs has them; then none
#                       is built
#   EVENTLENS_DIST      where the packages go (dist)
#   SOURCE_DATE_EPOCH   the time that every file in them gets (the commit's)
set -euo pipefail
cd "$(dirname "$0")"

case "${1:-}" in
  -h | --help) sed -n '2,18s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac
command -v python3 >/dev/null ||
  { echo 'package.sh: python3 is missing; apt-get install python3' >&2; exit 1; }
exec python3 -B packaging/pack.py "$@"
