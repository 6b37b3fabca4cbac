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
. hack/lib/testing.sh
meso_find_jdk
meso_need_etcd

meso_build_testing system chaos
# Where the tests of this module run too.
cd testing/system
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -cp "target/classes:target/chaos/lib/*" dev.meso.system.chaos.Chaos "$@"
