#!/usr/bin/env bash
# Builds what bin/meso runs, without tests: the jars, and the AOT caches that make it start quickly.
# A second run does nothing unless a source has changed. --force builds in any case.
set -euo pipefail
case ${1:-} in
  -h | --help)
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
    exit 0
    ;;
esac
cd "$(dirname "$0")/.."
. hack/lib/setup.sh
. hack/lib/jvm.sh

stamp=$MESO_HOME/built
meso_find_jdk

# Fails if a file that goes into the build, or the JDK, is not what it was at the last build.
up_to_date() {
  [ -f "$stamp" ] && [ -f "$MESO_JAR" ] && [ "$(cat "$MESO_JAVA_HOME_FILE" 2>/dev/null)" = "$JAVA_HOME" ] || return 1
  local changed
  # Directories below src/main too: their times tell of files that went.
  changed=$(find pom.xml hack/build.sh hack/lib api store controller node-agent cli \
    \( -name target -o -path '*/src/test' \) -prune -o -newer "$stamp" \
    \( -type f -o -type d -path '*/src/main/*' \) -print -quit)
  [ -z "$changed" ]
}

# Trains a cache: the JVM flags and the command line that are rehearsed follow the cache's name.
train() {
  local cache=$1
  shift
  if "$JAVA_HOME/bin/java" -XX:AOTCacheOutput="$cache.new" "$@" >"$MESO_HOME/train.log" 2>&1 && [ -f "$cache.new" ]; then
    mv "$cache.new" "$cache"
  else
    rm -f "$cache.new"
    echo "Could not train $cache, so commands start more slowly; see $MESO_HOME/train.log" >&2
  fi
}

train_client() {
  # shellcheck disable=SC2086 # flags are words
  train "$MESO_CLIENT_CACHE" $MESO_CLIENT_JVM -cp "$MESO_JAR" dev.meso.cli.Main rehearse "$certs"
}

# One cache serves up, controller and agent. The rehearsal needs an etcd; without one, daemons start more slowly.
train_daemon() {
  command -v etcd >/dev/null 2>&1 || return 0
  # shellcheck disable=SC2086 # flags are words
  train "$MESO_DAEMON_CACHE" $MESO_DAEMON_JVM -cp "$MESO_JAR" dev.meso.cli.Main rehearse-daemons "$certs"
}

if [ "${1-}" != --force ] && up_to_date; then
  exit 0
fi
meso_need_maven
echo "Building Meso with the JDK at $JAVA_HOME ..."
mkdir -p "$MESO_HOME"
touch "$stamp.new"
# Caches are bound to the jars: an old one must not meet a new jar.
rm -f "$MESO_CLIENT_CACHE" "$MESO_DAEMON_CACHE" "$stamp"
meso_mvn -q -Dmaven.test.skip=true -Dformat.skip -pl cli -am package
printf '%s\n' "$JAVA_HOME" >"$MESO_JAVA_HOME_FILE"
certs=$(mktemp -d "${TMPDIR:-/tmp}/meso-build.XXXXXX")
trap 'rm -rf "$certs"' EXIT
"$JAVA_HOME/bin/java" -cp "$MESO_JAR" dev.meso.cli.Main certs init --dir "$certs/all" --host 127.0.0.1 >/dev/null
certs=$certs/all train_client
certs=$certs/all train_daemon
mv "$stamp.new" "$stamp"
echo "Built: bin/meso"
