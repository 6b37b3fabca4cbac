# Sourced by bin/meso and hack/build.sh: how the JVM is started. An AOT cache serves only a start with the same flags and
# class path as those that it was trained with, so both are said here and nowhere else. POSIX sh, no forks.

# Client commands live for a tenth of a second: only the quick compiler, the smallest collector, no statistics file.
# A cache that does not fit (another JDK) costs time only, so its warning is not for users.
MESO_CLIENT_JVM="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xlog:aot=off -Xlog:cds=off"

# Daemons: up, controller, agent. One that ran out of memory exits, since it must not live on half dead. Keep equal to FLAGS
# of JavaCommand in cli.
MESO_DAEMON_JVM="-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED -Xlog:aot=off -Xlog:cds=off"

# A controller besides. A collection of the young stops everybody who asks it for as long as it takes to copy what is kept,
# and under load much is: many short pauses are better than a few that are long. Keep equal to CONTROLLER_FLAGS of JavaCommand.
MESO_CONTROLLER_JVM="-Xmn8m"

# Relative to the checkout.
MESO_HOME=cli/target/meso
MESO_JAR=$MESO_HOME/lib/meso-cli.jar
MESO_CLIENT_CACHE=$MESO_HOME/cli.aot
MESO_DAEMON_CACHE=$MESO_HOME/daemon.aot
# Which JDK the build found; the caches are good for that one only.
MESO_JAVA_HOME_FILE=$MESO_HOME/java-home
