#!/usr/bin/env bash
# Runs each fuzzer for a time, two at once, with seeds of the project's own:
#   tests/fuzz/run.sh HOURS [FUZZER...]     e.g. 0.0167 for a minute each
# Says PASSED or FAILED for each, also in build/fuzz/results. What makes one fail is left in
# build/fuzz/<fuzzer>-findings/, what it said in build/fuzz/<fuzzer>.log; give
# such a file to build/release/tests/replay_<fuzzer> to see it again.
set -euo pipefail
cd "$(dirname "$0")/../.."

FUZZERS=(evtx_file evt_file packed event_xml xml_layouts classic_text snare json json_layouts evtx_chunk binxml csv article filter input_config)
export BUILD=build/fuzz PROGRAMS=build/asan/tests

# Collects a fuzzer's seeds and runs it.
run_one() {
  local fuzzer=$1 seconds=$2 longest=4096 words=evtx executed
  local corpus=$BUILD/$fuzzer-corpus findings=$BUILD/$fuzzer-findings log=$BUILD/$fuzzer.log
  case $fuzzer in
    evtx_file) longest=20000 ;;
    evt_file) words=evt ;;
    json_layouts) words=json ;;
    xml_layouts) words=event_xml ;;
    evtx_chunk) longest=65537 ;;
    binxml) longest=8192 ;;
    *) words=$fuzzer ;;
  esac
  mkdir -p "$corpus" "$findings"
  for seeds in "$PROGRAMS/fuzz-seeds/$fuzzer" "tests/fuzz/seeds/$fuzzer"; do
    [ ! -d "$seeds" ] || cp "$seeds"/* "$corpus"
  done
  # More than 10 s for one input is a finding too.
  if "$PROGRAMS/fuzz_$fuzzer" -max_total_time="$seconds" -max_len="$longest" \
    -dict="tests/fuzz/dictionaries/$words.dict" -timeout=10 -rss_limit_mb=2048 \
    -print_final_stats=1 -artifact_prefix="$findings/" "$corpus" >"$log" 2>&1 &&
    [ -z "$(ls -A "$findings")" ]; then
    executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    echo "PASSED fuzz_$fuzzer: $executed inputs in $seconds s"
  else
    echo "FAILED fuzz_$fuzzer: see $findings/ and $log"
    grep -aE 'FOUND|ERROR|SUMMARY|Test unit' "$log" || true
  fi
}
export -f run_one

main() {
  [ $# -ge 1 ] || { echo "usage: tests/fuzz/run.sh HOURS [FUZZER...]" >&2; exit 2; }
  local seconds
  seconds=$(python3 -c 'import sys; print(max(1, round(float(sys.argv[1]) * 3600)))' "$1")
  shift
  [ $# -gt 0 ] || set -- "${FUZZERS[@]}"
  mkdir -p "$BUILD"
  cmake --preset asan >/dev/null
  cmake --build --preset asan --target fuzzers | tail -n 1
  "$PROGRAMS/make_fuzz_seeds" "$PROGRAMS/fuzz-seeds"
  printf '%s\n' "$@" | xargs -P 2 -I '{}' bash -c "run_one {} $seconds" | tee "$BUILD/results"
  [ "$(grep -c '^PASSED' "$BUILD/results")" -eq $# ]
}

main "$@"
