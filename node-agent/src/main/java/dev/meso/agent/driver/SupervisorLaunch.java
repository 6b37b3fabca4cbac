package dev.meso.agent.driver;

import dev.meso.agent.cgroup.ContainerGroup;
import dev.meso.agent.sandbox.LogStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes what a supervisor reads, and starts it detached. */
final class SupervisorLaunch {

  /** The kernel takes no longer string, its NUL included. */
  private static final int STRING_BYTES_MAX = 128 * 1024 - 1;

  /** The kernel takes 2 MiB of strings and pointers with the usual stack limit; stay below. */
  private static final long ALL_BYTES_MAX = 3L << 19;

  private static final int POINTER_BYTES = 8;
  private static final long BIG_LOG_BYTES = 1L << 20;

  private final Tools tools;
  private final Path script;

  SupervisorLaunch(Tools tools, Path script) {
    this.tools = tools;
    this.script = script;
  }

  /** The shell files of a container, by name. */
  Map<String, String> files(Launch launch, String mark, Path exitFile, ContainerGroup group)
      throws IOException {
    return Map.of(
        ContainerFiles.SETTINGS,
        settings(launch, exitFile, group),
        ContainerFiles.COMMAND,
        ShellText.setPositional(words(launch, mark)));
  }

  private static String settings(Launch launch, Path exitFile, ContainerGroup group)
      throws IOException {
    LogLimits logs = launch.logs();
    Path directory = launch.logDirectory();
    Map<String, String> settings = new TreeMap<>();
    settings.put("exit_file", exitFile.toString());
    settings.put("log_dir", directory.toString());
    settings.put("log_bytes", Long.toString(logs.bytesPerFile()));
    settings.put("log_files", Integer.toString(logs.files()));
    settings.put("log_block", logs.bytesPerFile() >= BIG_LOG_BYTES ? "8192" : "512");
    settings.put("out_left", left(directory.resolve(LogStream.STDOUT.fileName()), logs));
    settings.put("err_left", left(directory.resolve(LogStream.STDERR.fileName()), logs));
    settings.put("work_dir", launch.workingDir().toString());
    settings.put(
        "join_files",
        group.joinFiles().stream().map(Path::toString).collect(Collectors.joining("\n")));
    settings.put("kill_file", group.killFile().map(Path::toString).orElse(""));
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + "=" + ShellText.quote(setting.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  private static String left(Path file, LogLimits logs) throws IOException {
    long used = Files.exists(file) ? Files.size(file) : 0;
    return Long.toString(Math.max(0, logs.bytesPerFile() - used));
  }

  /** The command in full: env sets the exact environment, setsid the session, then the program. */
  private List<String> words(Launch launch, String mark) {
    List<String> words = new ArrayList<>();
    words.add(tools.env().toString());
    words.add("-i");
    if (tools.envResetsSignals()) {
      words.add("--default-signal");
    }
    words.add("--");
    launch.env().forEach((name, value) -> words.add(name + "=" + value));
    words.add(ProcessTree.MARK + "=" + mark);
    // env takes words with '=' for variables; setsid, which has none, comes before the command.
    words.add(tools.setsid().toString());
    words.add("--");
    words.addAll(launch.command());
    return words;
  }

  /** Refuses what the kernel would refuse. */
  static void checkSize(Launch launch) {
    long all = 0;
    List<String> strings = new ArrayList<>(launch.command());
    launch.env().forEach((name, value) -> strings.add(name + "=" + value));
    for (String string : strings) {
      int bytes = string.getBytes(StandardCharsets.UTF_8).length;
      all += bytes + 1 + POINTER_BYTES;
      if (bytes >= STRING_BYTES_MAX || all > ALL_BYTES_MAX) {
        throw new DriverException(
            DriverException.Reason.LaunchTooLarge,
            "Container "
                + launch.id()
                + ": expected command and environment of at most "
                + ALL_BYTES_MAX
                + " bytes, each word below "
                + STRING_BYTES_MAX
                + " bytes; found more. It is not started.",
            null);
      }
    }
  }

  /**
   * Starts the supervisor of a container in a session of its own. Output goes to no pipe: the JVM
   * drains and closes pipes when the direct child, which only forks, ends.
   */
  void spawn(ContainerFiles files) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            tools.setsid().toString(),
            "--fork",
            tools.sh().toString(),
            script.toString(),
            files.directory().toString());
    builder.environment().clear();
    builder.environment().put("PATH", Tools.PATH);
    var _ =
        builder
            .directory(Path.of("/").toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
  }
}
