# Sourced by hack/simulate.sh and hack/chaos.sh, behind setup.sh: builds a module of testing/ and what it runs on.

# Builds testing/$1 unless no source has changed since. Its class path is target/classes and target/$2/lib then.
meso_build_testing() { # MODULE LIBRARY
  local stamp=testing/$1/target/$2/built
  if [ -f "$stamp" ] && [ -z "$(find pom.xml api store controller node-agent cli testing \
    \( -name target -o -path '*/src/test' \) -prune -o -newer "$stamp" \
    \( -type f -o -type d -path '*/src/main/*' \) -print -quit)" ]; then
    return 0
  fi
  meso_need_maven
  echo "Building testing/$1 with the JDK at $JAVA_HOME ..."
  mkdir -p "${stamp%/*}"
  touch "$stamp.new"
  meso_mvn -q -Dmaven.test.skip=true -Dformat.skip -pl "testing/$1" -am package
  mv "$stamp.new" "$stamp"
}
