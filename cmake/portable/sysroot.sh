# The glibc 2.17 (of RHEL 7) that the Linux programs are linked with, and the
# C++ headers of GCC 12 that fit it. Sourced after common.sh.
#   make_sysroot TARGET   lays build/portable/TARGET/sysroot and .../cxx
#
# The sysroot is that of a cross toolchain from npm, whose compiler is not used.

make_sysroot() {
  local target=$1 machine=${1#linux_} place=$BUILD/$1
  local package=@napi-rs/cross-toolchain-x64-target-$machine
  local headers=/usr/include/x86_64-linux-gnu/c++/12
  [ "$machine" = x86_64 ] || headers=/usr/$machine-linux-gnu/include/c++/12/$machine-linux-gnu
  mkdir -p "$BUILD/npm" "$place"
  cp "$ROOT/cmake/portable/sysroots"/package*.json "$BUILD/npm/"
  if ! cmp -s "$BUILD/npm/package-lock.json" "$BUILD/npm/installed"; then
    say "Fetching the sysroots"
    (cd "$BUILD/npm" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
    cp "$BUILD/npm/package-lock.json" "$BUILD/npm/installed"
  fi
  say "Unpacking the sysroot of $target"
  rm -rf "$place/sysroot" "$place/cxx"
  mkdir "$place/sysroot"
  tar -xJf "$BUILD/npm/node_modules/$package/$machine-unknown-linux-gnu.tar.xz" -C "$place/sysroot" \
    --strip-components=3 --no-same-owner "./$machine-unknown-linux-gnu/sysroot"
  chmod -R u+w "$place/sysroot"
  fit_headers "$headers" "$place/cxx"
}

# libstdc++'s configuration says what the glibc that it was built on has. Of
# that 2.17 lacks: waiting by a chosen clock (2.30), quick_exit on all machines;
# and its math.h still declares isinf and isnan itself.
fit_headers() {
  cp -R "$1" "$2"
  local config=$2/bits/c++config.h name
  for name in _GLIBCXX_USE_PTHREAD_COND_CLOCKWAIT _GLIBCXX_USE_PTHREAD_MUTEX_CLOCKLOCK \
    _GLIBCXX_USE_PTHREAD_RWLOCK_CLOCKLOCK _GLIBCXX_HAVE_AT_QUICK_EXIT _GLIBCXX_HAVE_QUICK_EXIT; do
    grep -q "^#define $name 1" "$config" || refuse "$config does not define $name: this is not GCC 12 of Debian 12"
    sed -i "s,^#define $name 1,/* $name: not in glibc 2.17 */," "$config"
  done
  for name in _GLIBCXX_HAVE_OBSOLETE_ISINF _GLIBCXX_HAVE_OBSOLETE_ISNAN; do
    grep -q "$name" "$config" || refuse "$config does not know $name: this is not GCC 12 of Debian 12"
    sed -i "s,^/\* #undef $name \*/,#define $name 1," "$config"
    grep -q "^#define $name 1" "$config" || refuse "$config: $name could not be defined"
  done
}
