#!/usr/bin/env bash
# Searches simulated clusters under faults for a broken promise (docs/reliability.md):
#   hack/simulate.sh [--seeds N] [--from S] [--minutes M] [--threads T] [--keep-going]
# Replays one seed and writes its log, all of it or with some of its steps:
#   hack/simulate.sh --replay SEED [--steps 1,2,3]
# Plants each known bug in turn, or one of them, and prints which seed finds it, as a table in Markdown:
#   hack/simulate.sh --sensitivity [--bug NAME] [--seeds N]
# (--bug NAME also plants it in a search or a replay.)
# The last line is a summary. Exits 1 when a promise was broken, with the command that replays it.
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
meso_build_testing simulation simulate
# Runs make much and keep little: a large young generation is half of the speed.
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx2g -Xmn700m -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -cp "testing/simulation/target/classes:testing/simulation/target/simulate/lib/*" \
  dev.meso.simulation.SimulationCommand "$@"
