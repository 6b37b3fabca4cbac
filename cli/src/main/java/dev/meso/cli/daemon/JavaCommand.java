package dev.meso.cli.daemon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that runs this same program once more, as another process. */
final class JavaCommand {
  /** Where {@code bin/meso} says that the cache of loaded classes for daemons is. */
  private static final String AOT_PROPERTY = "meso.daemon.aot";

  private JavaCommand() {}

  /**
   * The command.
   *
   * @param heapMegabytes most heap of the process
   * @param arguments of the program
   */
  static List<String> of(int heapMegabytes, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-Xmx" + heapMegabytes + "m");
    command.add("--enable-native-access=ALL-UNNAMED");
    String aot = System.getProperty(AOT_PROPERTY, "");
    if (!aot.isEmpty() && Files.isRegularFile(Path.of(aot))) {
      command.add("-XX:AOTCache=" + aot);
      command.add("-D" + AOT_PROPERTY + "=" + aot);
    }
    String extra = System.getenv("MESO_JAVA_OPTS");
    if (extra != null && !extra.isBlank()) {
      command.addAll(List.of(extra.strip().split("\\s+")));
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.meso.cli.Main");
    command.addAll(arguments);
    return command;
  }
}
