#!/usr/bin/env bash
# Runs each fuzzer for a time, with seeds of the project's own:
#   tests/fuzz/run.sh HOURS     e.g. 0.02 for a minute each
# What makes one fail is left in build/fuzz/<fuzzer>-findings/; give such a file
# to build/release/tests/replay_<fuzzer> to see it again.
set -euo pipefail
cd "$(dirname "$0")/../.."

[ $# -eq 1 ] || { echo "usage: tests/fuzz/run.sh HOURS" >&2; exit 2; }
SECONDS_EACH=$(python3 -c 'import sys; print(max(1, int(float(sys.argv[1]) * 3600)))' "$1")

cmake --preset fuzz >/dev/null
cmake --build --preset fuzz | tail -n 1
FAILED=0
for fuzzer in evtx_chunk csv input_config; do
  corpus=build/fuzz/$fuzzer-corpus findings=build/fuzz/$fuzzer-findings
  mkdir -p "$corpus" "$findings"
  if [ "$fuzzer" = evtx_chunk ]; then
    # A chunk behind the byte for the hints: logs without their file header.
    for log in tests/fixtures/demo/ws07-System.evtx tests/fixtures/demo/dc01-System.evtx; do
      { printf '\0'; tail -c +4097 "$log"; } >"$corpus/$(basename "$log")"
      { printf '\060'; tail -c +4097 "$log"; } >"$corpus/remains-$(basename "$log")"
    done
  else
    cp tests/fuzz/seeds/"$fuzzer"/* "$corpus"
  fi
  echo "== $fuzzer, $SECONDS_EACH s"
  build/fuzz/tests/fuzz_$fuzzer -max_total_time="$SECONDS_EACH" -max_len=65537 -timeout=10 \
    -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$findings/" "$corpus" 2>&1 |
    grep -E 'number_of_executed|ERROR|SUMMARY|Test unit' || true
  [ -z "$(ls -A "$findings")" ] || FAILED=1
done
[ "$FAILED" -eq 0 ] || { echo "there are findings in build/fuzz/*-findings" >&2; exit 1; }
