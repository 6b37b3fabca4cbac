#!/bin/sh
# Waits until all tasks of an App run, with etcdctl alone: wait-for-app.sh ENDPOINT NAME [NAMESPACE]
export ETCDCTL_API=3
key=/meso/status/apps/${3:-default}/$2
running='"status":{"phase":"Running"'
# The watch begins before the look, so that nothing falls between them; either line ends the wait.
{ etcdctl --endpoints "$1" get "$key" --print-value-only; timeout 60 etcdctl --endpoints "$1" watch "$key"; } |
  grep -q -m 1 "$running" && echo "$2 runs"
