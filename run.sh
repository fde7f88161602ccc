#!/usr/bin/env bash
# From a fresh Debian 12 machine to enriched events, in one command:
#   ./run.sh [PATH...]
# Installs what is missing, builds the program, starts it as a modular input
# exactly as splunkd does (a configuration on standard input, no arguments) on
# the given logs or on the demo logs, and shows the first events.
#   ./run.sh --preview [PATH...]
# Shows the dashboards over these logs in your browser, without a Splunk.
set -euo pipefail
cd "$(dirname "$0")"

OUT=out/run
BINARY=build/release/eventlens
SHOWN=5

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
[ -t 2 ] || say() { printf '%s\n' "$*" >&2; }

PACKAGES=(g++ cmake ninja-build zlib1g-dev libpugixml-dev libarchive-dev libzstd-dev liblzma-dev
  libbz2-dev nettle-dev libpcre2-dev rapidjson-dev libcli11-dev python3)

install_missing() {
  local package missing=()
  for package in "${PACKAGES[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  say "Installing: ${missing[*]}"
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "run.sh: installing packages needs root or sudo" >&2; exit 1; }
    root=(sudo)
  fi
  "${root[@]}" apt-get update -qq
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

build() {
  say "Building $BINARY"
  cmake --preset release >/dev/null
  cmake --build --preset release --target eventlens >&2
}

# The document that splunkd writes to the input's standard input.
configuration() {
  python3 - "$@" <<'PYTHON'
import os, sys
from xml.sax.saxutils import escape
checkpoints, *paths = sys.argv[1:]
values = "".join(f"<value>{escape(os.path.abspath(p))}</value>" for p in paths)
print(f"""<?xml version="1.0" encoding="UTF-8"?>
<input>
  <server_host>localhost</server_host>
  <server_uri>https://127.0.0.1:8089</server_uri>
  <session_key>not-used</session_key>
  <checkpoint_dir>{escape(os.path.abspath(checkpoints))}</checkpoint_dir>
  <configuration>
    <stanza name="eventlens://run">
      <param_list name="path">{values}</param_list>
      <param name="recursive">1</param>
      <param name="render">xml</param>
      <param name="enrich">full</param>
    </stanza>
  </configuration>
</input>""")
PYTHON
}

# The program reads the logs, the page shows what the dashboards' searches find.
preview() {
  command -v node >/dev/null || PACKAGES+=(nodejs)
  command -v npm >/dev/null || PACKAGES+=(npm)
  PACKAGES+=(python3-lark)
  install_missing
  build
  exec python3 tests/browser/preview.py "$@"
}

main() {
  case "${1:-}" in -h | --help) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
  local shown=events
  if [ "${1:-}" = --preview ]; then
    shown=dashboards
    shift
  fi
  local paths=("$@") path
  [ ${#paths[@]} -gt 0 ] || paths=(tests/fixtures/demo)
  for path in "${paths[@]}"; do
    [ -e "$path" ] || { echo "run.sh: $path does not exist; give EVTX files or directories" >&2; exit 1; }
  done
  [ "$shown" = events ] || preview "${paths[@]}"
  install_missing
  build
  rm -rf "$OUT"
  mkdir -p "$OUT"
  say "Running the modular input on: ${paths[*]}"
  local status=0
  configuration "$OUT/checkpoints" "${paths[@]}" >"$OUT/input.xml"
  "$BINARY" <"$OUT/input.xml" >"$OUT/events.xml" 2>"$OUT/splunkd.log" || status=$?
  python3 tests/support/show_events.py "$OUT/events.xml" "$SHOWN"
  say "What the input told splunkd:"
  cat "$OUT/splunkd.log" >&2
  say "All events: $OUT/events.xml   the configuration: $OUT/input.xml   the log: $OUT/splunkd.log"
  exit "$status"
}

main "$@"
