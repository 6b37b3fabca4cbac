# Sourced by hack/quickstart.sh, hack/test.sh and hack/build.sh: finds what a build or a run needs,
# installs what it may, and says what to install otherwise.

. "$(dirname "${BASH_SOURCE[0]}")/jdk.sh"

# Runs a command as root, directly or through sudo without a password; fails if neither works.
meso_as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

# Maven on the JDK that meso_find_jdk found. Its own libraries make that JDK warn of things to come; that is not for us.
meso_mvn() {
  MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED" \
    mvn -B -ntp -Dstyle.color=never "$@"
}

meso_need_maven() {
  command -v mvn >/dev/null 2>&1 && return 0
  echo "meso: needs Maven 3.8.7 or newer, found none: install it (Debian, Ubuntu: apt-get install maven)" >&2
  return 1
}

# etcd and etcdctl on the PATH, installed through apt where that is allowed.
meso_need_etcd() {
  command -v etcd >/dev/null 2>&1 && command -v etcdctl >/dev/null 2>&1 && return 0
  if command -v apt-get >/dev/null 2>&1 && meso_as_root true 2>/dev/null; then
    echo "Installing etcd-server and etcd-client through apt ..."
    if meso_apt_install etcd-server etcd-client && command -v etcd >/dev/null && command -v etcdctl >/dev/null; then
      return 0
    fi
  fi
  echo "meso: needs etcd 3.4 or newer and etcdctl on the PATH, and could not install them." >&2
  echo "  Debian 12, Ubuntu 24.04 and newer: sudo apt-get install etcd-server etcd-client" >&2
  echo "  elsewhere: your distribution's etcd package, or a release of the etcd project" >&2
  return 1
}

meso_apt_install() {
  local log
  log=$(mktemp)
  # A package list may be missing or old: install from it if it works, refresh it and try again if not.
  if meso_as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >"$log" 2>&1 ||
    { meso_as_root apt-get update -q >>"$log" 2>&1 &&
      meso_as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >>"$log" 2>&1; }; then
    rm -f "$log"
    return 0
  fi
  tail -n 5 "$log" >&2
  rm -f "$log"
  return 1
}
