# Sourced by the start and stop scripts of the original: runs one of the classic commands in a session of its own, so
# that what it starts in the background does not end with the terminal.
set -euo pipefail

meso_classic() {
  local action=$1 conf=$MESO_CHECKOUT/examples/classic java_home executable
  shift
  case ${1:-} in
    -h | --help)
      echo "usage: hack/$action.sh [DIR]   DIR holds mesos-master.xml, Mesos.properties and Java.properties;"
      echo "       examples/classic unless given. docs/configuration.md says what each key sets."
      return 0
      ;;
    -* | '') ;;
    *)
      conf=$1
      shift
      ;;
  esac
  [ -d "$conf" ] || {
    echo "meso: $conf: no such directory; it should hold mesos-master.xml, Mesos.properties and Java.properties" >&2
    return 2
  }
  conf=$(cd "$conf" && pwd)
  # The JDK of the file must be known before there is a Java that could read the files with care.
  java_home=$(sed -n 's/^[[:space:]]*\(export[[:space:]]\{1,\}\)\{0,1\}JAVA_HOME[[:space:]]*[=:][[:space:]]*//p' \
    "$conf/Java.properties" 2>/dev/null | tail -n 1 | sed 's/[[:space:]]*$//; s/^"\(.*\)"$/\1/; s/^'\''\(.*\)'\''$/\1/')
  if [ -n "$java_home" ]; then
    export MESO_JAVA_HOME=$java_home
  fi
  executable=$MESO_CHECKOUT/bin/meso
  setsid --wait "$executable" classic "$action" --conf "$conf" "$@"
}
