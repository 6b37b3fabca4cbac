#!/usr/bin/env bash
# Starts slave-count agents as mesos-master.xml, Mesos.properties and Java.properties say.
# usage: hack/start-slave.sh [DIR]
MESO_CHECKOUT=$(cd "$(dirname "$0")/.." && pwd)
. "$MESO_CHECKOUT/hack/lib/classic.sh"
meso_classic start-slave "$@"
