#!/usr/bin/env bash
# Formats every Java source of the checkout with google-java-format.
set -euo pipefail
cd "$(dirname "$0")/.."
. hack/lib/jdk.sh
meso_find_jdk
jar=target/tools/google-java-format.jar
[ -f "$jar" ] || mvn -q -B -N initialize
"$JAVA_HOME/bin/java" hack/FormatCheck.java "$jar" "$PWD" --fix
