# Debian's sources and static libraries, without touching the machine's apt:
# lists, cache and known architectures are our own, in build/portable/apt.
# Sourced after common.sh.
#   debian_open                 reads the lists, once per machine
#   debian_source NAME          unpacks source package NAME, with Debian's
#                               patches; sets SOURCE_DIR and SOURCE_VERSION
#   debian_package NAME ARCH    unpacks package NAME; sets PACKAGE_DIR,
#                               PACKAGE_SOURCE (its source package) and
#                               PACKAGE_VERSION
# What was unpacked before is used again, so that all targets have the same;
# remove build/portable for Debian's newest.

APT=$BUILD/apt
DEBIAN_RELEASE=bookworm

private_apt() {
  local command=$1
  shift
  "$command" -o Dir::State="$APT" -o Dir::State::status="$APT/status" -o Dir::State::lists="$APT/lists" \
    -o Dir::Cache="$APT/cache" -o Dir::Etc::sourcelist="$APT/sources.list" -o Dir::Etc::sourceparts=- \
    -o APT::Architectures::=amd64 -o APT::Architectures::=arm64 -o Acquire::Languages=none \
    -o APT::Sandbox::User= -q "$@"
}

debian_open() {
  [ ! -e "$APT/opened" ] || return 0
  say "Reading Debian's lists"
  mkdir -p "$APT/lists/partial" "$APT/cache/archives/partial" "$APT/sources" "$APT/packages"
  : >"$APT/status"
  local kind
  for kind in deb deb-src; do
    printf "$kind [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/%s main\n" \
      "debian $DEBIAN_RELEASE" "debian-security $DEBIAN_RELEASE-security"
  done >"$APT/sources.list"
  private_apt apt-get update >"$APT/log" 2>&1 || refuse "Debian's lists could not be read: $(tail -n 3 "$APT/log")"
  touch "$APT/opened"
}

# The versions of a source package, newest first.
source_versions() {
  private_apt apt-cache showsrc "$1" | sed -n 's/^Version: //p' | sort -u |
    python3 -c 'import functools, subprocess, sys
newer = lambda a, b: -1 if subprocess.call(["dpkg", "--compare-versions", a, "gt", b]) == 0 else 1
print("\n".join(sorted(sys.stdin.read().split(), key=functools.cmp_to_key(newer))))'
}

debian_source() {
  local name=$1 place=$APT/sources/$1 version
  if [ ! -e "$place/version" ]; then
    debian_open
    rm -rf "$place"
    mkdir -p "$place"
    for version in $(source_versions "$name"); do
      if (cd "$place" && private_apt apt-get source --download-only "$name=$version") >"$place/log" 2>&1; then
        break
      fi
      # A mirror may lack a version that its list has.
      say "WARNING: $name $version could not be fetched, an older one is tried: $(grep -m 1 '^E: ' "$place/log")"
      version=
    done
    [ -n "${version:-}" ] || refuse "no version of Debian's source package $name could be fetched, see $place/log"
    dpkg-source --no-check -x "$place"/*.dsc "$place/source" >>"$place/log" 2>&1 ||
      refuse "$name could not be unpacked: $(tail -n 3 "$place/log")"
    printf '%s\n' "$version" >"$place/version"
  fi
  SOURCE_DIR=$place/source
  SOURCE_VERSION=$(cat "$place/version")
}

debian_package() {
  local name=$1 architecture=$2 place=$APT/packages/$2/$1 deb
  if [ ! -e "$place/unpacked" ]; then
    debian_open
    rm -rf "$place"
    mkdir -p "$place"
    (cd "$place" && private_apt apt-get download "$name:$architecture") >"$place/log" 2>&1 ||
      refuse "Debian's package $name:$architecture could not be fetched: $(tail -n 3 "$place/log")"
    dpkg -x "$place"/*.deb "$place/files"
    touch "$place/unpacked"
  fi
  deb=$(echo "$place"/*.deb)
  PACKAGE_DIR=$place/files
  PACKAGE_VERSION=$(dpkg-deb --show --showformat='${source:Version}' "$deb")
  PACKAGE_SOURCE=$(dpkg-deb --show --showformat='${source:Package}' "$deb")
}
