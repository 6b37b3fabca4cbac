package dev.meso.system.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Processes that work below a directory: what the tasks of a run left. */
final class LeftProcesses {
  private LeftProcesses() {}

  /** Those that are there now, the oldest first. */
  static List<ProcessHandle> below(Path directory) {
    String prefix = directory.toAbsolutePath() + "/";
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(process -> cwd(process.pid()).startsWith(prefix))
          .sorted(Comparator.comparingLong(ProcessHandle::pid))
          .toList();
    }
  }

  /** Kills them, supervisors first, until none is left or a few rounds were in vain. */
  static void kill(Path directory) {
    for (int round = 0; round < 5; round++) {
      List<ProcessHandle> left = below(directory);
      if (left.isEmpty()) {
        return;
      }
      left.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static String cwd(long pid) {
    try {
      return Path.of("/proc", Long.toString(pid), "cwd").toRealPath().toString();
    } catch (IOException e) {
      return "";
    }
  }
}
