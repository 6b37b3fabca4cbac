#!/usr/bin/env bash
# Runs kubectl against a cluster of its own and prints what works, a row for each command, a column for each version.
# usage: hack/kubectl-matrix.sh [KUBECTL...]   every kubectl that is found beside the one on the PATH, unless named
# Exits 1 when a command did not do what it should; commands that cannot work must say why.
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
[ -x bin/meso ] && [ -d cli/target ] || hack/build.sh

kubectls=("$@")
if [ ${#kubectls[@]} = 0 ]; then
  found=$(command -v kubectl || true)
  [ -n "$found" ] || {
    echo "kubectl-matrix: no kubectl on the PATH: skipped" >&2
    exit 0
  }
  for one in "$(dirname "$(readlink -f "$found")")"/kubectl.1.*; do
    [ -x "$one" ] && kubectls+=("$one")
  done
  [ ${#kubectls[@]} -gt 0 ] || kubectls=("$found")
fi

data=$(mktemp -d "${TMPDIR:-/tmp}/meso-kubectl.XXXXXX")
up_pid=
finish() {
  local status=$?
  if [ -n "$up_pid" ]; then
    kill -TERM "$up_pid" 2>/dev/null || true
    wait "$up_pid" 2>/dev/null || true
  fi
  rm -rf "$data"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

bin/meso up --agents 2 --data "$data/cluster" --api-port 0 >"$data/up.log" 2>&1 &
up_pid=$!
for _ in $(seq 1200); do
  [ -f "$data/cluster/up.properties" ] && break
  kill -0 "$up_pid" 2>/dev/null || {
    cat "$data/up.log" >&2
    exit 1
  }
  sleep 0.05
done
export MESO_KUBECONFIG
MESO_KUBECONFIG=$data/cluster/kubeconfig
bin/meso kubeconfig >"$data/kubeconfig"
sed -e 's/client-[a-z]*-data:.*//' -e 's/  user:$/  user: {}/' "$data/kubeconfig" >"$data/anonymous"

names=()
declare -A result=()
failed=0
version=

# The command under test. Each version has a cache of its own.
k() {
  HOME=$data/home-$version KUBECONFIG=$data/kubeconfig timeout 60 "$kubectl" --cache-dir "$data/cache-$version" "$@"
}

# check NAME EXIT PATTERN COMMAND...: runs it and looks for its exit status and for a pattern in what it prints
check() {
  local name=$1 expected=$2 pattern=$3 status=0
  shift 3
  "$@" >"$data/out" 2>&1 || status=$?
  [[ $version == "${versions[0]}" ]] && names+=("$name")
  if [ "$status" = "$expected" ] && { [ -z "$pattern" ] || grep -qE -- "$pattern" "$data/out"; }; then
    result[$version/$name]=pass
  else
    result[$version/$name]=FAIL
    failed=$((failed + 1))
    {
      echo "--- $version: $name: expected exit $expected and /$pattern/, found exit $status:"
      head -n 15 "$data/out"
    } >&2
  fi
}

# cannot NAME PATTERN COMMAND...: must fail with a message that says why
cannot() {
  local name=$1 pattern=$2
  shift 2
  check "$name" 1 "$pattern" "$@"
  [ "${result[$version/$name]}" = pass ] && result[$version/$name]="cannot"
}

app() {
  cat <<END
apiVersion: meso.dev/v1
kind: App
metadata:
  name: $1
  labels: {tier: ${3:-front}}
spec:
  replicas: $2
  template:
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: main
        command: [sh, -c, 'echo hello from \$0; sleep 600', $1]
        resources: {requests: {cpu: 10m, memory: 16Mi}}
END
}

versions=()
for kubectl in "${kubectls[@]}"; do
  versions+=("$("$kubectl" version --client -o json 2>/dev/null | sed -n 's/.*"minor": *"\([0-9]*\).*/1.\1/p' | head -n 1)")
done

index=0
for kubectl in "${kubectls[@]}"; do
  version=${versions[$index]}
  index=$((index + 1))
  ns=m${version//./-}
  mkdir -p "$data/home-$version"
  dir=$data/$ns
  mkdir -p "$dir"
  app web 2 >"$dir/web.yaml"
  cat >"$dir/role.yaml" <<END
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: readers, namespace: $ns}
rules:
- {apiGroups: [meso.dev], resources: [apps], verbs: [get, list, watch]}
END
  app web 3 >"$dir/web3.yaml"
  app api 1 back >"$dir/api.yaml"
  app wrong 1 | sed 's/replicas/replicaz/' >"$dir/wrong.yaml"

  # What is there
  check "version" 0 'Server Version.*1\.[0-9]+' k version
  cannot "cluster-info" 'resource type "services"' k cluster-info
  check "api-versions" 0 '^meso.dev/v1$' k api-versions
  check "api-resources" 0 '^apps .*meso.dev/v1 +true +App' k api-resources
  check "api-resources --api-group" 0 '^tasks' k api-resources --api-group meso.dev -o wide
  check "explain app" 0 'FIELDS' k explain app
  check "explain app.spec.template.spec.containers" 0 'command' k explain app.spec.template.spec.containers
  check "explain task --recursive" 0 'terminationGracePeriodSeconds' k explain tasks --recursive
  check "explain pods" 0 'KIND: +Pod' k explain pods

  # Namespaces
  check "create namespace" 0 'created' k create namespace "$ns"
  check "get ns" 0 "^$ns +Active" k get ns
  check "describe ns" 0 'Status: +Active' k describe ns "$ns"

  # Making
  check "create -f" 0 'app.meso.dev/web created' k -n "$ns" create -f "$dir/web.yaml"
  check "create -f again" 1 'AlreadyExists' k -n "$ns" create -f "$dir/web.yaml"
  check "create -f --dry-run=server" 0 'created \(server dry run\)' k -n "$ns" create -f "$dir/api.yaml" --dry-run=server
  check "create -f unknown field" 1 'replicaz: unknown field' k -n "$ns" create -f "$dir/wrong.yaml"
  check "create -f --validate=strict" 1 'replicaz: unknown field' k -n "$ns" create -f "$dir/wrong.yaml" --validate=strict
  check "apply new" 0 'app.meso.dev/api created' k -n "$ns" apply -f "$dir/api.yaml"
  check "apply unchanged" 0 'unchanged' k -n "$ns" apply -f "$dir/api.yaml"
  sed 's/replicas: 1/replicas: 2/' "$dir/api.yaml" >"$dir/api2.yaml"
  check "diff" 1 '\+ +replicas: 2' k -n "$ns" diff -f "$dir/api2.yaml"
  check "apply changed" 0 'configured' k -n "$ns" apply -f "$dir/api2.yaml"
  check "diff without difference" 0 '^' sh -c "echo; HOME=$data/home-$version KUBECONFIG=$data/kubeconfig $kubectl -n $ns diff -f $dir/api2.yaml"
  check "apply view-last-applied" 0 'replicas: 2' k -n "$ns" apply view-last-applied app/api
  cannot "apply --server-side" 'Server-side apply not available|415|apply-patch|nsupported' k -n "$ns" apply --server-side -f "$dir/api.yaml"
  check "replace" 0 'replaced' k -n "$ns" replace -f "$dir/web3.yaml"

  # Reading
  check "wait --for=condition" 0 'condition met' k -n "$ns" wait --for=condition=Available app/web --timeout 40s
  check "wait --for=jsonpath" 0 'condition met' k -n "$ns" wait --for=jsonpath='{.status.readyReplicas}'=3 app/web --timeout 40s
  check "get" 0 '^web +3/3 +3 +Running' k -n "$ns" get apps
  check "get -o wide" 0 'REVISION +ENDPOINTS' k -n "$ns" get apps -o wide
  check "get one" 0 '^web ' k -n "$ns" get app web
  check "get none" 1 'NotFound' k -n "$ns" get app nothing
  check "get -o yaml" 0 'kind: App' k -n "$ns" get app web -o yaml
  check "get -o json" 0 '"kind": "List"' k -n "$ns" get apps -o json
  check "get -o name" 0 '^app.meso.dev/web$' k -n "$ns" get apps -o name
  check "get -o jsonpath" 0 '^3$' k -n "$ns" get app web -o 'jsonpath={.spec.replicas}{"\n"}'
  check "get -o custom-columns" 0 '^web +3' k -n "$ns" get apps -o custom-columns=N:.metadata.name,R:.spec.replicas
  check "get -l" 0 '^api ' k -n "$ns" get apps -l 'tier in (back)'
  check "get -l none" 0 'No resources found' k -n "$ns" get apps -l 'tier notin (back,front)'
  check "get -L --show-labels" 0 'tier=front' k -n "$ns" get apps -L tier --show-labels
  check "get --field-selector" 0 '^web ' k -n "$ns" get apps --field-selector metadata.name=web
  check "get --sort-by" 0 '^api ' k -n "$ns" get apps --sort-by .metadata.name
  check "get --chunk-size" 0 '^web-2 ' k -n "$ns" get tasks --chunk-size 1
  check "get -A" 0 "^$ns +web" k get apps -A
  check "get all" 0 'app.meso.dev/web' k -n "$ns" get all
  check "get --raw" 0 'AppList' k get --raw "/apis/meso.dev/v1/namespaces/$ns/apps"
  check "get -w" 124 '^web ' timeout 3 env HOME="$data/home-$version" KUBECONFIG="$data/kubeconfig" "$kubectl" -n "$ns" get apps -w
  check "get --subresource=scale" 0 'web' k -n "$ns" get app web --subresource=scale
  check "get agents" 0 'Ready' k get agents
  check "describe app" 0 'Replicas: +3' k -n "$ns" describe app web
  check "describe task" 0 'Phase: +Running' k -n "$ns" describe task web-0
  check "events" 0 'task/web-0' k -n "$ns" get events
  check "kubectl events" 0 'web' k -n "$ns" events

  # Changing
  check "label" 0 'labeled' k -n "$ns" label app web color=blue
  check "annotate" 0 'annotated?$' k -n "$ns" annotate app web note=hi
  check "label --overwrite" 0 'labeled' k -n "$ns" label app web color=green --overwrite
  check "patch --type=merge" 0 'patched' k -n "$ns" patch app web --type merge -p '{"spec":{"replicas":2}}'
  check "patch --type=json" 0 'patched' k -n "$ns" patch app web --type json -p '[{"op":"replace","path":"/spec/replicas","value":3}]'
  check "patch --type=json test" 1 'test failed' k -n "$ns" patch app web --type json -p '[{"op":"test","path":"/spec/replicas","value":9}]'
  cannot "patch (strategic)" 'nsupported|not supported|415' k -n "$ns" patch app web -p '{"spec":{"replicas":2}}'
  check "patch invalid" 1 'Invalid|invalid' k -n "$ns" patch app web --type merge -p '{"spec":{"replicas":-1}}'
  check "edit" 0 'edited' env KUBE_EDITOR='sed -i s/replicas:.3/replicas:\ 2/' HOME="$data/home-$version" KUBECONFIG="$data/kubeconfig" "$kubectl" -n "$ns" edit app web
  check "scale" 0 'scaled' k -n "$ns" scale app web --replicas 3
  check "scale --current-replicas" 1 'replicas.*expected|Expected' k -n "$ns" scale app web --current-replicas 9 --replicas 1

  # Tasks as Pods, agents as Nodes
  check "wait pods" 0 'condition met' k -n "$ns" wait --for=condition=Ready pod/web-0 --timeout 40s
  check "get pods" 0 '^web-0 +1/1 +Running' k -n "$ns" get pods
  check "get pods -o wide" 0 'agent-' k -n "$ns" get pods -o wide
  check "describe pod" 0 'Status: +Running' k -n "$ns" describe pod web-0
  check "logs" 0 'hello from web' k -n "$ns" logs web-0
  check "logs -f" 124 'hello from web' timeout 3 env HOME="$data/home-$version" KUBECONFIG="$data/kubeconfig" "$kubectl" -n "$ns" logs -f web-0
  check "logs --tail --timestamps" 0 '' k -n "$ns" logs web-0 --tail 1
  check "delete pod" 0 'deleted' k -n "$ns" delete pod web-2 --wait=false
  check "get nodes" 0 '^agent-1 +Ready' k get nodes
  check "describe node" 0 'Capacity:' k describe node agent-1
  check "cordon" 0 'cordoned' k cordon agent-2
  check "uncordon" 0 'uncordoned' k uncordon agent-2
  check "taint" 0 'tainted' k taint nodes agent-2 gpu=big:NoSchedule
  check "taint is seen" 0 'gpu=big:NoSchedule' k describe node agent-2
  check "taint is taken away" 0 'untainted' k taint nodes agent-2 gpu-
  check "taint of an unknown effect" 1 'no taint ends tasks' k taint nodes agent-2 gpu:NoExecute
  check "drain" 0 'drained' k drain agent-2 --timeout 40s
  check "uncordon after drain" 0 'uncordoned' k uncordon agent-2
  check "run is refused" 1 'pods are tasks in another shape' k -n "$ns" run x --image=y
  cannot "rollout status" 'no kind "App"|not supported|unable to decode' k -n "$ns" rollout status app/web
  check "top nodes" 0 '^agent-1 +[0-9]+m' k top nodes
  check "top pods" 0 '^web-0 +[0-9]+m' k -n "$ns" top pods
  check "top pods --containers" 0 'main' k -n "$ns" top pods --containers
  cannot "exec" 'NotFound|not found|could not find|unable to upgrade' k -n "$ns" exec web-0 -- true

  # Who am I
  check "auth can-i" 0 '^yes' k auth can-i list apps.meso.dev -n "$ns"
  check "auth can-i --list" 0 'Resources' k auth can-i --list -n "$ns"
  check "auth whoami" 0 'Username +admin' k auth whoami

  # Who may do what
  check "create role" 0 'created' k -n "$ns" create role readers --verb=get,list --resource=apps.meso.dev
  check "create rolebinding" 0 'created' k -n "$ns" create rolebinding ann-reads --role=readers --user=ann
  check "create clusterrole" 0 'created' k create clusterrole "metrics-$ns" --verb=get --non-resource-url=/metrics
  check "create clusterrolebinding" 0 'created' k create clusterrolebinding "bob-$ns" --clusterrole="metrics-$ns" --user=bob
  check "get roles,rolebindings -o wide" 0 'Role/readers' k -n "$ns" get roles,rolebindings -o wide
  check "describe role" 0 'apps.meso.dev .*\[get list\]' k -n "$ns" describe role readers
  check "describe rolebinding" 0 'ann' k -n "$ns" describe rolebinding ann-reads
  check "--as, allowed" 0 '^web ' k -n "$ns" get apps --as ann
  check "--as, refused" 1 'User "ann" cannot delete resource "apps"' k -n "$ns" delete app web --as ann
  check "auth can-i --as" 1 '^no' k -n "$ns" auth can-i delete apps.meso.dev --as ann
  check "get --raw /metrics --as" 0 'meso_api' k get --raw /metrics --as bob
  check "--token that nobody has" 1 'Unauthorized|logged in' \
    k --kubeconfig "$data/anonymous" -n "$ns" --token 0123456789abcdef0123 get apps
  check "auth reconcile -f" 0 'reconciled' k -n "$ns" auth reconcile -f "$dir/role.yaml"
  check "delete role, rolebinding" 0 'deleted' k -n "$ns" delete role/readers rolebinding/ann-reads
  check "delete clusterrole, binding" 0 'deleted' k delete "clusterrole/metrics-$ns" "clusterrolebinding/bob-$ns"

  # Ending
  check "delete -f" 0 'deleted' k -n "$ns" delete -f "$dir/api.yaml"
  check "delete --wait=false" 0 'deleted' k -n "$ns" delete app web --wait=false
  check "wait --for=delete" 0 '' k -n "$ns" wait --for=delete app/web --timeout 40s
  check "delete none" 1 'NotFound' k -n "$ns" delete app web
  check "delete none --ignore-not-found" 0 '' k -n "$ns" delete app web --ignore-not-found
  check "delete -l" 0 'No resources found' k -n "$ns" delete apps -l tier=front
  check "create -f for the namespace's end" 0 'created' k -n "$ns" create -f "$dir/web.yaml"
  check "delete ns" 0 'deleted' k delete ns "$ns" --timeout 60s
done

printf '\n%-42s' command
printf ' %-7s' "${versions[@]}"
printf '\n'
for name in "${names[@]}"; do
  printf '%-42s' "$name"
  for version in "${versions[@]}"; do
    printf ' %-7s' "${result[$version/$name]}"
  done
  printf '\n'
done
printf '\n%d commands, %d versions: %d runs, %d failed\n' "${#names[@]}" "${#versions[@]}" \
  "$((${#names[@]} * ${#versions[@]}))" "$failed"
[ "$failed" = 0 ]
