#!/usr/bin/env bash
# Ends what hack/start-slave.sh started, and its tasks; --keep-tasks leaves those running.
# usage: hack/stop-slave.sh [--keep-tasks] [DIR]
MESO_CHECKOUT=$(cd "$(dirname "$0")/.." && pwd)
. "$MESO_CHECKOUT/hack/lib/classic.sh"
meso_classic stop-slave "$@"
