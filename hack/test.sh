#!/usr/bin/env bash
# Sets up what is missing and runs every test: unit, contract, and those with real processes and a real etcd.
# Arguments go to Maven, for instance: hack/test.sh -pl store -am
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
meso_need_maven
meso_need_etcd
hack/build.sh
started=$SECONDS
log=target/test.log
mkdir -p target
set +e
meso_mvn verify "$@" 2>&1 | tee "$log" | grep -E --line-buffered \
  'Tests run:.*(in |Fail)|BUILD|ERROR|skipped: no Docker|Building Meso'
result=${PIPESTATUS[0]}
set -e
# The sum of every module's closing line; the lines of single classes have "in" or "--" behind them.
sed -n 's/^.*Tests run: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\), Skipped: \([0-9]*\)$/\1 \2 \3 \4/p' "$log" |
  awk '{run += $1; failed += $2 + $3; skipped += $4}
    END {printf "%d passed, %d failed, %d skipped\n", run - failed - skipped, failed, skipped}'
echo "Tests took $((SECONDS - started)) s; the whole log is in $log"
exit "$result"
