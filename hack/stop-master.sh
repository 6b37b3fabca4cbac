#!/usr/bin/env bash
# Ends what hack/start-master.sh started.
# usage: hack/stop-master.sh [DIR]
MESO_CHECKOUT=$(cd "$(dirname "$0")/.." && pwd)
. "$MESO_CHECKOUT/hack/lib/classic.sh"
meso_classic stop-master "$@"
