package dev.meso.cli.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that runs this same program once more, as a daemon in another process. */
final class JavaCommand {
  /**
   * Equal to MESO_DAEMON_JVM of hack/lib/jvm.sh, since the cache of loaded classes is good for
   * these flags only. A daemon that ran out of memory exits rather than live on half dead.
   */
  static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:-UsePerfData",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "-Xlog:aot=off",
          "-Xlog:cds=off");

  /**
   * Equal to MESO_CONTROLLER_JVM of hack/lib/jvm.sh: a small young generation, whose collections
   * stop a controller's clients for some milliseconds each.
   */
  static final List<String> CONTROLLER_FLAGS = List.of("-Xmn8m");

  private JavaCommand() {}

  /**
   * The command.
   *
   * @param heapMegabytes most heap of the process
   * @param arguments of the program, the first one which daemon it is
   */
  static List<String> of(int heapMegabytes, List<String> arguments) {
    String classPath = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    if (arguments.getFirst().equals("controller")) {
      command.addAll(CONTROLLER_FLAGS);
    }
    command.add("-Xmx" + heapMegabytes + "m");
    AotCache.of(classPath).ifPresent(cache -> command.add("-XX:AOTCache=" + cache));
    String extra = System.getenv("MESO_JAVA_OPTS");
    if (extra != null && !extra.isBlank()) {
      command.addAll(List.of(extra.strip().split("\\s+")));
    }
    command.add("-cp");
    command.add(classPath);
    command.add("dev.meso.cli.Main");
    command.addAll(arguments);
    return command;
  }
}
