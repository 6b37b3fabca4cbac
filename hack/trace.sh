#!/usr/bin/env bash
# Measures how well tasks are placed, on a trace or on a fleet that is drawn, beside plainer ways to place: how full
# the fleet becomes, how long tasks wait where they come and go, and how far queues are from their due.
# usage: hack/trace.sh [--trace DIR] [--seeds N] [--out DIR]
#   --trace DIR   a folder with openb_node_list_all_node.csv and openb_pod_list_default.csv; drawn unless given
#   --seeds N     runs of each way, of which the median is shown; 5 unless given
#   --out DIR     where the tables (.md) and pictures (.svg) go; docs/images unless given, and then the tables are
#                 put into docs/benchmarks.md
set -euo pipefail
case ${1:-} in
  -h | --help)
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
    exit 0
    ;;
esac
arguments=()
out=
while [ $# -gt 0 ]; do
  [ $# -gt 1 ] || { echo "$1: expected a value, found none" >&2; exit 2; }
  case $1 in
    --trace)
      for file in openb_node_list_all_node.csv openb_pod_list_default.csv; do
        [ -f "$2/$file" ] || { echo "--trace: expected $file in $2, found none" >&2; exit 2; }
      done
      arguments+=("$1" "$(realpath "$2")")
      ;;
    --out) mkdir -p "$2" && out=$(realpath "$2") ;;
    --seeds)
      [[ $2 =~ ^[1-9][0-9]{0,2}$ ]] || { echo "--seeds: expected a number from 1 to 999, found $2" >&2; exit 2; }
      arguments+=("$1" "$2")
      ;;
    *) echo "expected --trace, --seeds or --out, found $1" >&2; exit 2 ;;
  esac
  shift 2
done
cd "$(dirname "$0")/.."
. hack/lib/setup.sh
. hack/lib/testing.sh
meso_find_jdk
meso_build_testing benchmarks bench
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx1g -cp "testing/benchmarks/target/classes:testing/benchmarks/target/bench/lib/*" \
  dev.meso.benchmarks.trace.TraceBench --out "$work" ${arguments[@]+"${arguments[@]}"}
if [ -n "$out" ]; then
  cp "$work"/trace-* "$out"
  exit 0
fi
mkdir -p docs/images
cp "$work"/*.svg docs/images
for table in "$work"/*.md; do
  name=$(basename "$table" .md)
  grep -q "^<!-- $name -->" docs/benchmarks.md || { echo "docs/benchmarks.md: expected a line <!-- $name -->, found none" >&2; exit 1; }
  awk -v name="$name" -v table="$table" '
    $0 == "<!-- end of " name " -->" {skip = 0}
    !skip {print}
    $0 == "<!-- " name " -->" {skip = 1; print ""; while ((getline line < table) > 0) print line; print ""}' \
    docs/benchmarks.md >"$work/benchmarks"
  cat "$work/benchmarks" >docs/benchmarks.md
done
