#!/usr/bin/env bash
# Formats every Java source of the checkout with google-java-format.
set -euo pipefail
case ${1:-} in
  -h | --help)
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
    exit 0
    ;;
esac
cd "$(dirname "$0")/.."
. hack/lib/jdk.sh
meso_find_jdk
jar=target/tools/google-java-format.jar
[ -f "$jar" ] || mvn -q -B -N initialize
"$JAVA_HOME/bin/java" hack/FormatCheck.java "$jar" "$PWD" --fix
