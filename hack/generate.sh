#!/usr/bin/env bash
# Makes the files that follow from the sources of the API: the texts of its fields, as kubectl explain shows them
# (api/src/main/resources/dev/meso/api/schema), and the CustomResourceDefinitions (crds).
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
meso_need_maven
meso_mvn -q -Dformat.skip -pl api -Dtest=GeneratedFilesTest -Dmeso.generate=true test
git status --short api/src/main/resources crds
