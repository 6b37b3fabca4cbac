package dev.meso.agent.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * File operations on control groups. The kernel wants each value in one write, without creating.
 */
final class GroupFiles {

  /** Directory below each hierarchy that holds everything of ours. */
  static final String OURS = "meso";

  /** Length of the period to which a CPU quota belongs. */
  static final long PERIOD_MICROS = 100_000;

  /** The kernel refuses quotas below a millisecond. */
  private static final long QUOTA_MICROS_MIN = 1_000;

  private GroupFiles() {}

  static void write(Path file, String value) throws IOException {
    Files.writeString(file, value, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
  }

  static long quotaMicros(long cpuMillis) {
    return Math.max(QUOTA_MICROS_MIN, Math.multiplyExact(cpuMillis, PERIOD_MICROS / 1000));
  }

  /** The number behind a word in a file of {@code word number} lines. */
  static OptionalLong counter(Path file, String word) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(word + " ")) {
        return OptionalLong.of(Long.parseLong(line.substring(word.length() + 1).strip()));
      }
    }
    return OptionalLong.empty();
  }

  static List<String> directories(Path root) throws IOException {
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(root)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(root, Files::isDirectory)) {
        for (Path path : stream) {
          names.add(path.getFileName().toString());
        }
      }
    }
    names.sort(null);
    return names;
  }

  /** Removes the agent's directory and the one above it, unless something is in them. */
  static void removeRoot(Path root) throws IOException {
    Path above = Objects.requireNonNull(root.getParent(), "the directory above " + root);
    try {
      Files.deleteIfExists(root);
      Files.deleteIfExists(above);
    } catch (DirectoryNotEmptyException e) {
      return;
    } catch (IOException e) {
      // The kernel answers "busy" for a group that has groups below it.
      if (!directories(root).isEmpty() || !directories(above).isEmpty()) {
        return;
      }
      throw e;
    }
  }
}
