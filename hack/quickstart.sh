#!/usr/bin/env bash
# From a checkout to running tasks: sets up what is missing, builds, starts a cluster, runs examples/hello and checks
# everything that it shows. Exit status 0 means that all of it was true.
# usage: hack/quickstart.sh [--keep]     --keep leaves the cluster running
set -euo pipefail
case ${1:-} in
  -h | --help)
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
    exit 0
    ;;
esac
cd "$(dirname "$0")/.."
. hack/lib/setup.sh

keep=false
case ${1:-} in
  '') ;;
  --keep) keep=true ;;
  *)
    echo "usage: hack/quickstart.sh [--keep]" >&2
    exit 2
    ;;
esac

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '\n== %s\n' "$*"; }
fail() {
  echo "quickstart: $*" >&2
  if [ -f "$data/up.log" ]; then
    echo "--- $data/up.log" >&2
    tail -n 20 "$data/up.log" >&2
    tail -n 5 "$data"/cluster/logs/*.log >&2 2>/dev/null || true
  fi
  exit 1
}

data=$(mktemp -d "${TMPDIR:-/tmp}/meso-quickstart.XXXXXX")
up_pid=
finish() {
  local status=$?
  if [ -n "$up_pid" ] && { [ "$keep" = false ] || [ "$status" != 0 ]; }; then
    kill -TERM "$up_pid" 2>/dev/null || true
    wait "$up_pid" 2>/dev/null || true
  fi
  # Files are kept to look at when something failed, not when the user ended it.
  case $keep.$status in
    false.0 | *.130) rm -rf "$data" ;;
    true.0) ;;
    *) echo "quickstart: its files are left in $data" >&2 ;;
  esac
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

# One GET with nothing but bash, so that no curl is needed: http_get HOST PORT
http_get() {
  local line body=false
  exec 3<>"/dev/tcp/$1/$2" || return 1
  printf 'GET / HTTP/1.0\r\nHost: %s\r\n\r\n' "$1" >&3
  while IFS= read -r -t 5 line <&3 || [ -n "$line" ]; do
    line=${line%$'\r'}
    if [ "$body" = true ]; then
      printf '%s\n' "$line"
    elif [ -z "$line" ]; then
      body=true
    fi
  done
  exec 3>&-
}

property() { sed -n "s/^$1=//p" "$data/cluster/up.properties"; }

say "1. Set up: a JDK 25, Maven, etcd"
meso_find_jdk
meso_need_maven
meso_need_etcd
echo "JDK $(meso_jdk_version "$JAVA_HOME") at $JAVA_HOME; $(etcd --version | head -n 1)"

say "2. Build"
hack/build.sh

say "3. Start a cluster: etcd, a controller and 3 agents"
port=7070
if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
  port=0
fi
begun=$(date +%s%N)
bin/meso up --agents 3 --data "$data/cluster" --api-port "$port" >"$data/up.log" 2>&1 &
up_pid=$!
shown=0
for _ in $(seq 1200); do
  lines=$(wc -l <"$data/up.log")
  if [ "$lines" -gt "$shown" ]; then
    sed -n "$((shown + 1)),${lines}p" "$data/up.log"
    shown=$lines
  fi
  [ -f "$data/cluster/up.properties" ] && break
  kill -0 "$up_pid" 2>/dev/null || fail "meso up ended"
  sleep 0.05
done
[ -f "$data/cluster/up.properties" ] || fail "the cluster was not ready within 60 s"
export MESO_KUBECONFIG
MESO_KUBECONFIG=$(property kubeconfig)

say "4. Apply examples/hello: an App that serves HTTP, a Job that counts words"
bin/meso apply -f examples/hello
for _ in $(seq 1200); do
  first=$(bin/meso get tasks 2>/dev/null | grep -c -E 'Running|Succeeded' || true)
  [ "$first" -gt 0 ] && break
done
echo "From the start of the cluster to the first running task: $((($(date +%s%N) - begun) / 1000000)) ms"
bin/meso apply -f examples/hello --wait --timeout 60s || fail "the objects did not become ready"

say "5. The objects"
bin/meso get apps,jobs,tasks,agents

say "6. The service over HTTP"
endpoint=$(bin/meso get app/web -o json | tr -d ' \n' | sed -n 's/.*"endpoints":\[{\([^}]*\)}.*/\1/p')
service_host=$(printf '%s' "$endpoint" | sed -n 's/.*"host":"\([^"]*\)".*/\1/p')
service_port=$(printf '%s' "$endpoint" | sed -n 's/.*"port":\([0-9]*\).*/\1/p')
[ -n "$service_port" ] || fail "app/web has no endpoint"
answer=
for _ in $(seq 100); do
  answer=$(http_get "$service_host" "$service_port" 2>/dev/null) && [ -n "$answer" ] && break
  sleep 0.1
done
case $answer in
  *"Hello from web-"*) echo "http://$service_host:$service_port/ says: $answer" ;;
  *) fail "expected 'Hello from web-…' from http://$service_host:$service_port/, found '$answer'" ;;
esac

say "7. The log of the service"
service_log=$(bin/meso logs app/web --tail 3)
printf '%s\n' "$service_log"
case $service_log in
  *"GET / "*) ;;
  *) fail "expected the request in the log of app/web" ;;
esac

say "8. The result of the Job"
result=$(bin/meso logs job/words)
printf '%s\n' "$result"
case $result in
  *" words in "*) ;;
  *) fail "expected a count of words in the log of job/words" ;;
esac

say "9. What any etcd client can watch: /meso/status/"
keys=$(ETCDCTL_API=3 etcdctl --endpoints "$(property etcd)" get --prefix /meso/status/ --keys-only | sed '/^$/d')
printf '%s\n' "$keys"
for key in apps/default/web jobs/default/words tasks/default/web-0 tasks/default/words-0; do
  case $keys in
    *"/meso/status/$key"*) ;;
    *) fail "expected the key /meso/status/$key" ;;
  esac
done
ETCDCTL_API=3 etcdctl --endpoints "$(property etcd)" get /meso/status/apps/default/web --print-value-only

say "All of this was checked."
if [ "$keep" = true ]; then
  at=" --kubeconfig $MESO_KUBECONFIG"
  echo "The cluster runs on (process $up_pid, files in $data). Next:"
  echo "  bin/meso$at get tasks -w                  watch the tasks"
  echo "  bin/meso$at run -- hostname               run something once"
  echo "  bin/meso$at explain app/web               why it is as it is"
  echo "  kill $(property agent-1.pid)                        an agent: its tasks run on"
  echo "  kill $up_pid && rm -r $data    end it all"
else
  echo "Next: bin/meso up --agents 3 in one terminal, bin/meso apply -f examples/hello in another, then"
  echo "bin/meso get tasks -w, bin/meso run -- hostname, bin/meso explain app/web. README.md tells more."
fi
