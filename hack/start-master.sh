#!/usr/bin/env bash
# Starts a controller (two with multi-master) as mesos-master.xml, Mesos.properties and Java.properties say.
# usage: hack/start-master.sh [DIR]
MESO_CHECKOUT=$(cd "$(dirname "$0")/.." && pwd)
. "$MESO_CHECKOUT/hack/lib/classic.sh"
meso_classic start-master "$@"
