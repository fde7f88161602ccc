# What the scripts of this directory share; sourced, not run.
#   refuse MESSAGE...    ends with it
#   say MESSAGE...       what is being done
#   as_root COMMAND...   runs it as root, by sudo where we are not
#   check_target TARGET  refuses what is none of the three
# ROOT is the project, BUILD where all of this lands.
set -euo pipefail
export LC_ALL=C
umask 022

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
BUILD=$ROOT/build/portable
TARGETS=(linux_x86_64 linux_aarch64 windows_x86_64)

refuse() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

say() { printf '%s\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    refuse "$1 needs root or sudo"
  fi
}

# Compilers are told of it in one line of options.
[[ $ROOT != *[[:space:]]* ]] || refuse "'$ROOT' has a blank in it; build in a directory without one"

check_target() {
  local target
  for target in "${TARGETS[@]}"; do
    [ "$1" != "$target" ] || return 0
  done
  refuse "'$1' is no target; accepted: ${TARGETS[*]}"
}
