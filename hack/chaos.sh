#!/usr/bin/env bash
# Crash tests: real processes on a real etcd of three members, harmed for some minutes under load, then checked.
#   hack/chaos.sh [--minutes M] [--seed S]
# Faults last M minutes (2 unless said); starting and settling take about one more. The seed decides which faults come
# when; how they fall in with what the processes do is each time a little different.
# Exits 0 when every promise was kept; 1 when one was not, with the seed and the directory of the record.
set -euo pipefail
case ${1:-} in
  -h | --help)
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
    exit 0
    ;;
esac
cd "$(dirname "$0")/.."
. hack/lib/setup.sh
meso_find_jdk
meso_need_etcd

stamp=testing/system/target/chaos/built
if [ ! -f "$stamp" ] || [ -n "$(find pom.xml api store controller node-agent cli testing \
  \( -name target -o -path '*/src/test' \) -prune -o -newer "$stamp" \
  \( -type f -o -type d -path '*/src/main/*' \) -print -quit)" ]; then
  meso_need_maven
  echo "Building the crash tests with the JDK at $JAVA_HOME ..."
  mkdir -p "${stamp%/*}"
  touch "$stamp.new"
  meso_mvn -q -Dmaven.test.skip=true -Dformat.skip -pl testing/system -am package
  mv "$stamp.new" "$stamp"
fi
# Where the tests of this module run too.
cd testing/system
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -cp "target/classes:target/chaos/lib/*" dev.meso.system.chaos.Chaos "$@"
