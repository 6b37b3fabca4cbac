# Sourced by the start and stop scripts of the original: runs one of the classic commands in a session of its own, so
# that what it starts in the background does not end with the terminal.
set -euo pipefail
. "$MESO_CHECKOUT/hack/lib/jdk.sh"

meso_classic_usage() {
  local flags=
  [ "$1" != stop-slave ] || flags=' [--keep-tasks]'
  echo "usage: hack/$1.sh$flags [DIR]   DIR holds mesos-master.xml, Mesos.properties and Java.properties;"
  echo "       examples/classic unless given. docs/configuration.md says what each key sets."
  [ "$1" != stop-slave ] || echo "       --keep-tasks leaves the tasks of the agents running."
}

meso_classic() {
  local action=$1 conf=$MESO_CHECKOUT/examples/classic java_home version executable
  local options=()
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help)
        meso_classic_usage "$action"
        return 0
        ;;
      --keep-tasks)
        [ "$action" = stop-slave ] || {
          echo "meso: $action: no such option: --keep-tasks, which hack/stop-slave.sh takes" >&2
          return 2
        }
        options+=("$1")
        ;;
      -*)
        echo "meso: $action: no such option: $1" >&2
        meso_classic_usage "$action" >&2
        return 2
        ;;
      *) conf=$1 ;;
    esac
    shift
  done
  [ -d "$conf" ] || {
    echo "meso: $conf: no such directory; it should hold mesos-master.xml, Mesos.properties and Java.properties" >&2
    return 2
  }
  conf=$(cd "$conf" && pwd)
  # The JDK of the file must be known before there is a Java that could read the files with care.
  java_home=$(sed -n 's/^[[:space:]]*\(export[[:space:]]\{1,\}\)\{0,1\}JAVA_HOME[[:space:]]*[=:][[:space:]]*//p' \
    "$conf/Java.properties" 2>/dev/null | tail -n 1 | sed 's/[[:space:]]*$//; s/^"\(.*\)"$/\1/; s/^'\''\(.*\)'\''$/\1/')
  if [ -n "$java_home" ]; then
    case $java_home in
      /*) ;;
      *) java_home=$conf/$java_home ;;
    esac
    # One that is not good enough could not even say so: the JDK of the build refuses it, with file and key.
    version=$(meso_jdk_version "$java_home") || version=
    if [ -n "$version" ] && [ "$version" -ge "$MESO_JDK_MIN" ]; then
      export MESO_JAVA_HOME=$java_home
    fi
  fi
  executable=$MESO_CHECKOUT/bin/meso
  setsid --wait "$executable" classic "$action" --conf "$conf" ${options[@]+"${options[@]}"}
}
