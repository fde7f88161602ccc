#!/usr/bin/env bash
# The browser test as ctest runs it: makes the page where it is not made yet, and
# tests. Skipped (exit code 77) where what it needs is not installed.
set -euo pipefail
cd "$(dirname "$0")"

for command in node npm "${CHROMIUM:-chromium}"; do
  command -v "$command" >/dev/null && continue
  echo "skipped: $command is not installed; on Debian: apt-get install nodejs npm chromium"
  exit 77
done

node build.mjs
exec node --test --test-reporter=tap checks_test.mjs browser_test.mjs
