# Sourced by the scripts here and by bin/meso: finds a JDK 25 or newer and exports JAVA_HOME.
# Order: MESO_JAVA_HOME, JAVA_HOME, java on the PATH, then the places where packages put JDKs.

MESO_JDK_MIN=25

# Prints the feature version (25 of 25.0.3) of the JDK at $1; fails if there is none.
meso_jdk_version() {
  [ -x "$1/bin/java" ] && [ -f "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

meso_find_jdk() {
  local candidate version path_java
  path_java=$(command -v java 2>/dev/null) || path_java=
  [ -n "$path_java" ] && path_java=$(dirname "$(dirname "$(readlink -f "$path_java")")")
  for candidate in "${MESO_JAVA_HOME:-}" "${JAVA_HOME:-}" "$path_java" \
    /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$candidate" ] || continue
    version=$(meso_jdk_version "$candidate") || continue
    if [ -n "$version" ] && [ "$version" -ge "$MESO_JDK_MIN" ]; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  echo "meso: needs a JDK $MESO_JDK_MIN or newer, found none: install one (Debian, Ubuntu: apt-get install openjdk-25-jdk, or a Temurin 25 package) or set JAVA_HOME to it" >&2
  return 1
}
