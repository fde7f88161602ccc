#!/usr/bin/env bash
# Packs what was built into dist/eventlens-<version>.tar.gz, the file that
# Splunk installs. The same tree and commit give the same bytes.
#
#   ./package.sh
#
# From outside it takes:
#   EVENTLENS_BINARY   the program (build/release/eventlens)
#   EVENTLENS_DIST     where the package goes (dist)
#   SOURCE_DATE_EPOCH  the time that every file in it gets (the last commit's)
set -euo pipefail
export LC_ALL=C
umask 022
cd "$(dirname "$0")"

app=eventlens
binary=${EVENTLENS_BINARY:-build/release/eventlens}
dist=${EVENTLENS_DIST:-dist}

refuse() {
  printf 'package.sh: %s\n' "$*" >&2
  exit 1
}

# What a shipped file may be called, relative to the app's directory.
ships() {
  case $1 in
    LICENSE | README.md | app.manifest | metadata/default.meta) ;;
    README/*.conf.spec | default/*.conf) [[ $1 != */*/* ]] ;;
    default/data/ui/nav/default.xml) ;;
    default/data/ui/views/*.xml | default/data/ui/manager/*.xml) [[ $1 != */*/*/*/*/* ]] ;;
    lookups/*.csv | static/*.png) [[ $1 != */*/* ]] ;;
    linux_x86_64/bin/eventlens) ;;
    *) return 1 ;;
  esac
}

version=$(sed -n 's/^project(eventlens VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] ||
  refuse "CMakeLists.txt: expected project(eventlens VERSION <major>.<minor>.<patch> ...), found version '$version'"
[[ -f $binary ]] ||
  refuse "$binary does not exist. Build it: cmake --preset release && cmake --build --preset release"
[[ -x $binary ]] || refuse "$binary is not executable"
[[ -f LICENSE ]] || refuse "LICENSE does not exist"

# Lookups and their declarations, both ways.
declared=$(sed -n 's/^filename = //p' default/transforms.conf | sort -u)
present=$(find lookups -maxdepth 1 -name '*.csv' -printf '%f\n' | sort)
missing=$(comm -23 <(printf '%s\n' "$present") <(printf '%s\n' "$declared"))
[[ -z $missing ]] ||
  refuse "lookups/$(head -n 1 <<<"$missing") has no stanza in default/transforms.conf"
missing=$(comm -13 <(printf '%s\n' "$present") <(printf '%s\n' "$declared"))
[[ -z $missing ]] ||
  refuse "default/transforms.conf declares $(head -n 1 <<<"$missing"), which is not in lookups/"

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
root=$stage/$app
mkdir -p "$root/linux_x86_64/bin"
cp -R app/. "$root/"
cp -R default lookups LICENSE "$root/"
cp "$binary" "$root/linux_x86_64/bin/$app"
sed -i "s/@VERSION@/$version/g" "$root/default/app.conf" "$root/app.manifest"

# Everything in it is a plain file that is meant to ship.
while IFS= read -r -d '' path; do
  [[ -f $root/$path && ! -L $root/$path ]] || refuse "$path is neither a file nor a directory"
  ships "$path" || refuse "$path should not ship; remove it, or add its kind to ships() in package.sh"
  [[ -s $root/$path ]] || refuse "$path is empty"
done < <(find "$root" -mindepth 1 ! -type d -printf '%P\0' | sort -z)
if grep -rIl '@VERSION@' "$root" >/dev/null; then
  refuse "$(grep -rIl '@VERSION@' "$root" | head -n 1) still holds @VERSION@"
fi

find "$root" -type d -empty -delete
find "$root" -type d -exec chmod 0755 {} +
find "$root" -type f -exec chmod 0644 {} +
chmod 0755 "$root/linux_x86_64/bin/$app"

# 2026-01-01 where there is neither a given time nor a commit.
mtime=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || true)}
mtime=${mtime:-1767225600}

mkdir -p "$dist"
package=$dist/$app-$version.tar.gz
tar --create --format=ustar --sort=name --owner=0 --group=0 --numeric-owner \
  --mtime="@$mtime" --directory="$stage" "$app" | gzip -n -9 >"$package.part"
mv "$package.part" "$package"

printf '%s\n%s bytes\nsha256 %s\n' "$package" "$(stat -c %s "$package")" \
  "$(sha256sum "$package" | cut -d ' ' -f 1)"
