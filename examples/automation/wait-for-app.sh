#!/bin/sh
# Waits until all tasks of an App run, with etcdctl alone: wait-for-app.sh ENDPOINT NAME [NAMESPACE]
# Exits 0 when they do, 1 when they do not within a minute.
export ETCDCTL_API=3 ETCDCTL_ENDPOINTS="$1"
key=/meso/status/apps/${3:-default}/$2
now=$(etcdctl get "$key" --write-out fields) || exit 1
case $now in
  *'\"status\":{\"phase\":\"Running\"'*) echo "$2 runs" && exit 0 ;;
esac
# What happens behind the revision that was read, so that nothing is missed.
revision=$(printf '%s\n' "$now" | sed -n 's/^"Revision" : //p')
dir=$(mktemp -d) && mkfifo "$dir/events"
timeout 60 etcdctl watch "$key" --rev $((revision + 1)) >"$dir/events" &
grep -q -m 1 '"status":{"phase":"Running"' <"$dir/events"
found=$?
kill $! 2>/dev/null
rm -r "$dir"
[ "$found" = 0 ] && echo "$2 runs"
