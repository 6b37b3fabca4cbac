package dev.meso.agent.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the kernel's process table below {@code /proc} (a parameter, so that tests can show a
 * recycled pid). A process that vanishes while it is read is not there.
 */
record ProcessTable(Path root) {

  static final ProcessTable LIVE = new ProcessTable(Path.of("/proc"));

  /**
   * A process.
   *
   * @param state the kernel's letter; Z and X are dead
   * @param startTicks with the pid its identity until the next boot
   * @param cpuTicks processor time in user and kernel mode, in hundredths of a second
   */
  record Entry(
      long pid, char state, long parent, long group, long session, long startTicks, long cpuTicks) {
    boolean alive() {
      return state != 'Z' && state != 'X';
    }
  }

  /** The process of that number, dead or alive. */
  Optional<Entry> find(long pid) {
    try {
      String stat = Files.readString(proc(pid, "stat"), StandardCharsets.ISO_8859_1);
      // The name in brackets may hold anything, brackets too: count from the last one.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Optional.of(
          new Entry(
              pid,
              fields[0].charAt(0),
              Long.parseLong(fields[1]),
              Long.parseLong(fields[2]),
              Long.parseLong(fields[3]),
              Long.parseLong(fields[19]),
              Long.parseLong(fields[11]) + Long.parseLong(fields[12])));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Whether exactly that process lives: not a later one that was given its number. */
  boolean lives(Identity identity) {
    return find(identity.pid())
        .filter(entry -> entry.alive() && entry.startTicks() == identity.startTicks())
        .isPresent();
  }

  /** All living processes. */
  List<Entry> all() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
      for (Path path : stream) {
        String name = path.getFileName().toString();
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
          find(Long.parseLong(name)).filter(Entry::alive).ifPresent(entries::add);
        }
      }
    }
    return entries;
  }

  /** Whether a process has {@code NAME=value} in its environment, as far as we may read it. */
  boolean hasEnvironment(long pid, String assignment) {
    return hasItem(pid, "environ", assignment);
  }

  /** The value of a variable in its environment, as far as we may read it. */
  Optional<String> environment(long pid, String name) {
    try {
      String start = name + "=";
      for (String item :
          Files.readString(proc(pid, "environ"), StandardCharsets.ISO_8859_1).split("\0", -1)) {
        if (item.startsWith(start)) {
          return Optional.of(item.substring(start.length()));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Bytes of its resident set; none if it is gone. */
  long residentBytes(long pid) {
    try {
      for (String line : Files.readAllLines(proc(pid, "status"), StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
      return 0;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  /** Whether one of its arguments is exactly this. */
  boolean hasArgument(long pid, String argument) {
    return hasItem(pid, "cmdline", argument);
  }

  private boolean hasItem(long pid, String file, String item) {
    try {
      String items = Files.readString(proc(pid, file), StandardCharsets.ISO_8859_1);
      String wanted =
          new String(item.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      return ("\0" + items).contains("\0" + wanted + "\0");
    } catch (IOException e) {
      return false;
    }
  }

  private Path proc(long pid, String file) {
    return root.resolve(Long.toString(pid)).resolve(file);
  }
}
