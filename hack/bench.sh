#!/usr/bin/env bash
# Measures what a user waits for, as whole processes, and prints medians with minimum and maximum in milliseconds.
# usage: hack/bench.sh startup [RUNS]     RUNS is 11 unless given
#        hack/bench.sh allocator [N]      placements a second in memory, with and without queues and constraints; what the
#                                         state costs, with N thousand tasks that run: 1000 unless given, 12 GiB of heap
#        hack/bench.sh leader             durable placements and whole lives of tasks a second, through a real etcd
#        hack/bench.sh api                GET, LIST and watches of an API server over TLS
# Never a gate: figures belong to the machine that they were taken on, which is printed with them.
set -euo pipefail
case ${1:-} in
  -h | --help)
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
    exit 0
    ;;
esac
cd "$(dirname "$0")/.."
. hack/lib/setup.sh

case ${1:-} in
  startup) ;;
  allocator)
    . hack/lib/testing.sh
    meso_find_jdk
    meso_build_testing benchmarks bench
    jobs=${2:-1000}
    [[ $jobs =~ ^[1-9][0-9]{0,3}$ ]] || { echo "expected a number of thousands from 1 to 9999, found $jobs" >&2; exit 2; }
    classes="testing/benchmarks/target/classes:testing/benchmarks/target/bench/lib/*"
    "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xmx2g -cp "$classes" dev.meso.benchmarks.allocator.AllocatorBench
    exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xmx12g -cp "$classes" dev.meso.benchmarks.state.StateBench "$jobs"
    ;;
  leader)
    . hack/lib/testing.sh
    meso_find_jdk
    meso_need_etcd
    meso_build_testing benchmarks bench
    # A steady heap; a collection of a larger young generation stops everything for half a second (docs/benchmarks.md).
    exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xms6g -Xmx6g -Xmn256m -XX:+AlwaysPreTouch --enable-native-access=ALL-UNNAMED \
      --sun-misc-unsafe-memory-access=allow \
      -cp "testing/benchmarks/target/classes:testing/benchmarks/target/bench/lib/*" dev.meso.benchmarks.cluster.LeaderBench
    ;;
  api)
    . hack/lib/testing.sh
    meso_find_jdk
    meso_need_etcd
    hack/build.sh >/dev/null
    meso_build_testing benchmarks bench
    # A large young generation: the client's own pauses, which its figures include, are to be few.
    exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xms1536m -Xmx1536m -Xmn1g -XX:+AlwaysPreTouch \
      --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
      -cp "testing/benchmarks/target/classes:testing/benchmarks/target/bench/lib/*" dev.meso.benchmarks.api.ApiBench
    ;;
  *)
    echo "usage: hack/bench.sh startup [RUNS] | allocator [N] | leader | api" >&2
    exit 2
    ;;
esac
runs=${2:-11}
meso_find_jdk
meso_need_etcd
hack/build.sh >/dev/null

data=$(mktemp -d)
up_pid=
finish() {
  if [ -n "$up_pid" ]; then
    kill -TERM "$up_pid" 2>/dev/null || true
    wait "$up_pid" 2>/dev/null || true
  fi
  rm -rf "$data"
}
trap finish EXIT

now() { date +%s%N; }

# Reads nanoseconds, one a line: prints median, minimum and maximum in milliseconds behind a label.
report() {
  sort -n | awk -v label="$1" '{v[NR] = $1 / 1e6}
    END {m = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2
         printf "%-58s %7.0f %7.0f %7.0f   %d\n", label, m, v[1], v[NR], NR}'
}

start_cluster() { # DIRECTORY
  bin/meso up --agents 3 --data "$1" --api-port 0 --etcd-port 0 >"$1.log" 2>&1 &
  up_pid=$!
  until [ -f "$1/up.properties" ]; do
    kill -0 "$up_pid" 2>/dev/null || {
      cat "$1.log" >&2
      exit 1
    }
    sleep 0.01
  done
  MESO_KUBECONFIG=$1/kubeconfig
  export MESO_KUBECONFIG
}

stop_cluster() {
  kill -TERM "$up_pid"
  wait "$up_pid" 2>/dev/null || true
  up_pid=
}

echo "$(grep -m1 'model name' /proc/cpuinfo | sed 's/.*: //'), $(nproc) processors, $(uname -sr), JDK $("$JAVA_HOME/bin/java" -version 2>&1 | sed -n 's/.*version "\(.*\)".*/\1/p'), $(etcd --version | head -n 1)"
printf '%-58s %7s %7s %7s   %s\n' 'milliseconds' median least most runs

for run in $(seq "$runs"); do
  begun=$(now)
  start_cluster "$data/cluster-$run"
  ready=$(now)
  echo $((ready - begun)) >>"$data/ready"
  bin/meso run --name "first" -- true >/dev/null
  echo $(($(now) - begun)) >>"$data/first"
  begun=$(now)
  bin/meso run --name "second" -- true >/dev/null
  echo $(($(now) - begun)) >>"$data/second"
  stop_cluster
done
report 'meso up --agents 3: until it is ready' <"$data/ready"
report 'the same, until a first task ran and its output was shown' <"$data/first"
report 'meso run -- true on a cluster that runs' <"$data/second"

start_cluster "$data/cluster"
bin/meso apply -f examples/hello --wait >/dev/null
time_command() { # LABEL COMMAND...
  local label=$1
  shift
  "$@" >/dev/null
  for _ in $(seq "$runs"); do
    begun=$(now)
    "$@" >/dev/null
    echo $(($(now) - begun))
  done | report "$label"
}
time_command 'meso get tasks' bin/meso get tasks
time_command 'meso version --client' bin/meso version --client
time_command 'meso apply -f examples/hello, unchanged' bin/meso apply -f examples/hello
