#!/usr/bin/env bash
# From a fresh Debian 12 machine to every test, in one command:
#   ./test.sh          everything: also the programs for all platforms and their
#                      packages, formatting, clang-tidy, and all of it again built
#                      by clang with AddressSanitizer and UndefinedBehaviorSanitizer; each
#                      fuzzer for a minute; and what has threads built by GCC with
#                      ThreadSanitizer
#   ./test.sh --quick  the release build's tests only (for your own loop)
# Installs what the tests need (root or sudo) and ends with a line that counts
# them. The exit code is 0 only when all of them passed.
set -euo pipefail
cd "$(dirname "$0")"

QUICK=no
case "${1:-}" in
  --quick) QUICK=yes ;;
  -h | --help) sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 0 ;;
  "") ;;
  *) echo "test.sh: $1 is not accepted; accepted: --quick" >&2; exit 2 ;;
esac

VENV=build/venv
PACKAGES=(g++ cmake ninja-build ccache zlib1g-dev libpugixml-dev libpcre2-dev
  libarchive-dev libzstd-dev liblzma-dev libbz2-dev nettle-dev zstd rapidjson-dev
  libcli11-dev doctest-dev libbenchmark-dev python3 python3-venv libmagic1 libevtx-utils
  python3-lark busybox clang clang-format clang-tidy libclang-rt-14-dev chromium)
PASSED=0 FAILED=0 SKIPPED=0

# With the minutes and seconds since the start.
say() { printf '\n== %d:%02d %s\n' $((SECONDS / 60)) $((SECONDS % 60)) "$*"; }

# Clones share compiled objects (ccache) whatever directory they lie in.
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1

install_missing() {
  # A node that came from elsewhere stays; Debian's would take its place.
  command -v node >/dev/null || PACKAGES+=(nodejs)
  command -v npm >/dev/null || PACKAGES+=(npm)
  local package missing=()
  for package in "${PACKAGES[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    say "Installing ${missing[*]}"
    local root=()
    [ "$(id -u)" -eq 0 ] || root=(sudo)
    "${root[@]}" apt-get update -qq
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  fi
  if ! "$VENV/bin/python" -c 'import splunklib, splunk_appinspect, slim, spdx_tools' 2>/dev/null; then
    say "Installing the Python packages of tests/requirements.txt"
    python3 -m venv "$VENV"
    "$VENV/bin/pip" install -q -r tests/requirements.txt
  fi
  export EVENTLENS_VENV="$PWD/$VENV"
}

build() {
  say "Building $1"
  cmake --preset "$1" >/dev/null
  local log=build/$1/build.log
  if ! cmake --build --preset "$1" >"$log" 2>&1; then
    grep -A 12 -E 'error|FAILED' "$log" | head -n 100 || true
    echo "test.sh: the build $1 failed; all that it said is in $log" >&2
    exit 1
  fi
  tail -n 1 "$log"
}

# Runs a build's tests and adds their numbers up. ctest's own exit code does not
# end the script: all suites run, the last line tells.
run_tests() {
  local preset=$1 junit
  shift
  say "Testing $preset $*"
  junit="$PWD/build/$preset/tests.xml"
  rm -f "$junit"
  ctest --preset "$preset" --parallel "$(nproc)" --output-junit "$junit" --test-output-size-passed 200000 "$@" |
    tail -n +3 | grep -v '^ *Start ' || true
  count "$junit"
}

# Adds up the cases inside the suites, which their own last lines tell; a suite
# that says no number counts as one.
count() {
  local numbers
  numbers=$(python3 - "$1" <<'PYTHON'
import re, sys, xml.etree.ElementTree as E
passed = failed = skipped = 0
for suite in E.parse(sys.argv[1]).getroot().iter("testcase"):
    text = suite.findtext("system-out") or ""
    cases = re.search(r"test cases: *(\d+) *\| *(\d+) passed *\| *(\d+) failed", text)
    ran = re.search(r"^Ran (\d+) tests? in", text, re.M)
    node = re.search(r"^# pass (\d+)\n# fail (\d+)\n# cancelled (\d+)\n# skipped (\d+)", text, re.M)
    if suite.get("status") in ("notrun", "disabled") or suite.find("skipped") is not None:
        skipped += 1
    elif cases:
        passed += int(cases[2])
        failed += int(cases[3]) or (suite.get("status") == "fail")
    elif ran:
        numbers = {k: int(v) for k, v in re.findall(r"(failures|errors|skipped)=(\d+)", text)}
        bad = numbers.get("failures", 0) + numbers.get("errors", 0)
        bad = bad or (suite.get("status") == "fail")
        skipped += numbers.get("skipped", 0)
        failed += bad
        passed += int(ran[1]) - bad - numbers.get("skipped", 0)
    elif node:
        passed += int(node[1])
        failed += int(node[2]) + int(node[3]) or (suite.get("status") == "fail")
        skipped += int(node[4])
    elif suite.get("status") == "run":
        passed += 1
    else:
        failed += 1
print(int(passed), int(failed), int(skipped))
PYTHON
  ) || numbers="0 1 0"
  read -r passed failed skipped <<<"$numbers"
  PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed)) SKIPPED=$((SKIPPED + skipped))
}

# What is shipped: one program for each platform, which tests/portable,
# tests/windows and the tests with the label package take from build/programs.
programs() {
  say "Building the programs for all platforms"
  mkdir -p build/programs
  local log=build/programs/build.log
  if ! { cmake/portable/build.sh && cmake --build --preset windows --target unit_tests; } >"$log" 2>&1; then
    tail -n 50 "$log"
    echo "test.sh: the programs for all platforms failed; all that was said is in $log" >&2
    exit 1
  fi
}

# A check that is one command.
check() {
  local name=$1
  shift
  say "$name"
  if "$@"; then PASSED=$((PASSED + 1)); else FAILED=$((FAILED + 1)); echo "FAILED: $name"; fi
}

check_format() {
  git ls-files -z 'modinput/*.h' 'modinput/*.cpp' 'tests/*.h' 'tests/*.cpp' |
    xargs -0 clang-format --dry-run --Werror
}

# Only that they run: a shared machine's figures are nobody's bounds.
check_benchmarks() {
  cmake --build build/release --target bench_kernels >build/release/benchmarks.log &&
    build/release/tests/bench_kernels --benchmark_min_time=0.01 2>/dev/null
}

# The checks of .clang-tidy, over the files of the program but those for Windows,
# whose headers clang lacks here. Nothing is built for it: configuring writes how
# each file is compiled.
check_tidy() {
  cmake --preset clang >/dev/null
  git ls-files -z 'modinput/*.cpp' ':!modinput/*_windows.cpp' | xargs -0 python3 tests/support/tidy.py build/clang
}

# Each fuzzer is a check; that they run at all is one where they do not.
fuzz() {
  say "Fuzzing, a minute each"
  local minute=0.0167 results=build/fuzz/results failed=0
  rm -f "$results"
  if ! tests/fuzz/run.sh "$minute"; then
    failed=$(grep -c '^FAILED' "$results") || failed=1
  fi
  PASSED=$((PASSED + $(grep -c '^PASSED' "$results" || true))) FAILED=$((FAILED + failed))
}

main() {
  install_missing
  build release
  if [ "$QUICK" = yes ]; then
    run_tests release -LE 'portable|windows'
  else
    programs
    run_tests release
    check "Kernel benchmarks run" check_benchmarks
    check "Formatting" check_format
    check "clang-tidy" check_tidy
    build asan
    run_tests asan -L 'unit|e2e'
    fuzz
    build tsan
    run_tests tsan
  fi
  say "Summary"
  echo "tests: $((PASSED + FAILED + SKIPPED)) run, $PASSED passed, $FAILED failed, $SKIPPED skipped"
  [ "$FAILED" -eq 0 ]
}

main
