#!/usr/bin/env bash
# Makes a release of the version that CMakeLists.txt names, in one command:
#   ./release.sh           runs every test, builds the three programs, packs them into dist/, writes
#                          the figures of both into CHANGELOG.md and the names that are promised
#                          from now on into tests/fixtures/released, commits and tags. Nothing is
#                          pushed.
#   ./release.sh --check   only says whether it could
# A tag or a dirty tree refuses it, a failing test ends it: nothing is written then.
set -euo pipefail
cd "$(dirname "$0")"

LOG=out/release/test.log

refuse() { printf 'release.sh: %s\n' "$*" >&2; exit 1; }

# The version, if a release of it can be made.
check() {
  VERSION=$(python3 -B packaging/release.py)
  local changes
  changes=$(git status --porcelain)
  [[ -z $changes ]] || refuse "there are changes that are not committed, the first: ${changes%%$'\n'*}"
  ! git rev-parse -q --verify "refs/tags/v$VERSION" >/dev/null ||
    refuse "v$VERSION is released already; raise the version in CMakeLists.txt and begin its section in CHANGELOG.md"
}

main() {
  case "${1:-}" in
    -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
    --check) check; echo "version $VERSION can be released"; exit 0 ;;
    "") check ;;
    *) echo "release.sh: $1 is not accepted; accepted: --check" >&2; exit 2 ;;
  esac
  mkdir -p "$(dirname "$LOG")"
  ./test.sh | tee "$LOG" || refuse "the tests did not pass; all that they said is in $LOG"
  # The packages carry this time, and the commit has it too: who packs the tag
  # gets the same bytes.
  SOURCE_DATE_EPOCH=$(date +%s)
  export SOURCE_DATE_EPOCH
  ./package.sh
  python3 packaging/figures.py "$VERSION" "$LOG" dist
  python3 tests/app/released_names.py "$VERSION"
  git add CHANGELOG.md tests/fixtures/released
  GIT_AUTHOR_DATE="$SOURCE_DATE_EPOCH +0000" GIT_COMMITTER_DATE="$SOURCE_DATE_EPOCH +0000" \
    git commit -q -m "release: Make version $VERSION"
  git tag -a "v$VERSION" -m "EventLens $VERSION"
  echo "v$VERSION is committed and tagged, its packages are in dist/"
}

main "$@"
