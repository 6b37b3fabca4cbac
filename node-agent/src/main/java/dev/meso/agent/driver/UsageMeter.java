package dev.meso.agent.driver;

import dev.meso.api.usage.AgentUsage;
import dev.meso.api.usage.ContainerUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Measures what this machine and the containers on it use, by the process table: a process belongs
 * to the container whose mark is in its environment, or to that of its parent. Processor time is
 * counted between two looks; nothing is looked at while nobody asks.
 *
 * <p>Thread-safe; {@link #measure} blocks for at most {@link #WINDOW_MIN} and the time to read the
 * table.
 */
public final class UsageMeter {
  /** Looks that are closer say too little of processor time. */
  static final Duration WINDOW_MIN = Duration.ofMillis(500);

  /** An older look says nothing of the present. */
  static final Duration WINDOW_MAX = Duration.ofSeconds(60);

  /** Of Linux's clock ticks, in which processor time is told; the same on every architecture. */
  private static final long TICKS_PER_SECOND = 100;

  private final ProcessTable table;
  private final InstantSource clock;
  private @Nullable Look last;
  private @Nullable AgentUsage answer;

  /** Whose process, and what it used up to now. */
  private record Use(String mark, long cpuTicks, long residentBytes) {}

  private record Look(long nanos, long busyTicks, Map<Identity, Use> processes) {}

  private UsageMeter(ProcessTable table, InstantSource clock) {
    this.table = table;
    this.clock = clock;
  }

  /** A meter of this machine. */
  public static UsageMeter ofThisMachine(InstantSource clock) {
    return new UsageMeter(ProcessTable.LIVE, clock);
  }

  /** What was used since the last look, if that is neither just now nor long ago. */
  public synchronized AgentUsage measure() throws IOException, InterruptedException {
    Look before = last;
    long now = System.nanoTime();
    if (before == null || now - before.nanos() > WINDOW_MAX.toNanos()) {
      before = look();
      answer = null;
    }
    long wait = WINDOW_MIN.toNanos() - (System.nanoTime() - before.nanos());
    if (wait > 0) {
      if (answer != null) {
        return answer;
      }
      Thread.sleep(Duration.ofNanos(wait));
    }
    Look after = look();
    last = after;
    AgentUsage made = between(before, after);
    answer = made;
    return made;
  }

  private AgentUsage between(Look before, Look after) throws IOException {
    long nanos = Math.max(1, after.nanos() - before.nanos());
    Map<String, long[]> sums = new TreeMap<>();
    after
        .processes()
        .forEach(
            (identity, use) -> {
              Use was = before.processes().get(identity);
              long[] sum = sums.computeIfAbsent(use.mark(), _ -> new long[2]);
              sum[0] += use.cpuTicks() - (was == null ? 0 : was.cpuTicks());
              sum[1] += use.residentBytes();
            });
    List<ContainerUsage> containers = new ArrayList<>();
    sums.forEach(
        (mark, sum) -> container(mark, millis(sum[0], nanos), sum[1]).ifPresent(containers::add));
    return new AgentUsage(
        clock.instant(),
        nanos / 1_000_000,
        millis(after.busyTicks() - before.busyTicks(), nanos),
        usedMemory(),
        containers);
  }

  private static long millis(long ticks, long nanos) {
    return Math.round(Math.max(0, ticks) * 1e12 / TICKS_PER_SECOND / nanos);
  }

  /** A mark is the key of a {@link ContainerId} with something behind it. */
  private static Optional<ContainerUsage> container(String mark, long cpuMillis, long bytes) {
    int end = mark.indexOf('~');
    String[] parts = (end < 0 ? mark : mark.substring(0, end)).split("\\.", -1);
    if (parts.length != 4 || !parts[1].matches("[1-9][0-9]{0,14}")) {
      return Optional.empty();
    }
    return Optional.of(
        new ContainerUsage(parts[0], Long.parseLong(parts[1]), parts[2], cpuMillis, bytes));
  }

  private Look look() throws IOException {
    List<ProcessTable.Entry> all = table.all();
    Map<Long, ProcessTable.Entry> byPid = new HashMap<>();
    all.forEach(entry -> byPid.put(entry.pid(), entry));
    Map<Long, Optional<String>> marks = new HashMap<>();
    Map<Identity, Use> uses = new HashMap<>();
    for (ProcessTable.Entry entry : all) {
      mark(entry, byPid, marks)
          .ifPresent(
              mark ->
                  uses.put(
                      new Identity(entry.pid(), entry.startTicks()),
                      new Use(mark, entry.cpuTicks(), table.residentBytes(entry.pid()))));
    }
    return new Look(System.nanoTime(), busyTicks(), uses);
  }

  /** Its own mark, else its parent's: one that cleared its environment is still a child. */
  private Optional<String> mark(
      ProcessTable.Entry entry,
      Map<Long, ProcessTable.Entry> byPid,
      Map<Long, Optional<String>> marks) {
    List<Long> line = new ArrayList<>();
    Optional<String> found = Optional.empty();
    // The line of parents has no circle, but the table was not read in one moment.
    for (ProcessTable.Entry at = entry;
        at != null && line.size() <= byPid.size();
        at = byPid.get(at.parent())) {
      Optional<String> known = marks.get(at.pid());
      found = known != null ? known : table.environment(at.pid(), ProcessTree.MARK);
      line.add(at.pid());
      if (known != null || found.isPresent()) {
        break;
      }
    }
    for (long pid : line) {
      marks.put(pid, found);
    }
    return found;
  }

  private long busyTicks() throws IOException {
    String line =
        Files.readString(table.root().resolve("stat"), StandardCharsets.ISO_8859_1)
            .lines()
            .findFirst()
            .orElse("");
    String[] fields = line.strip().split(" +", -1);
    if (fields.length < 6 || !fields[0].equals("cpu")) {
      throw new IOException("stat: expected a line such as 'cpu 1 2 3 4 5', found '" + line + "'");
    }
    long busy = 0;
    for (int i = 1; i < Math.min(fields.length, 9); i++) {
      // The fourth is idle time, the fifth waits for disks.
      busy += i == 4 || i == 5 ? 0 : Long.parseLong(fields[i]);
    }
    return busy;
  }

  private long usedMemory() throws IOException {
    Map<String, Long> kilobytes = new HashMap<>();
    for (String line :
        Files.readAllLines(table.root().resolve("meminfo"), StandardCharsets.ISO_8859_1)) {
      String[] words = line.split("[: ]+", -1);
      if (words.length >= 2 && words[1].matches("[0-9]+")) {
        kilobytes.put(words[0], Long.parseLong(words[1]));
      }
    }
    Long total = kilobytes.get("MemTotal");
    Long available = kilobytes.get("MemAvailable");
    if (total == null || available == null) {
      throw new IOException("meminfo: expected MemTotal and MemAvailable");
    }
    return (total - available) * 1024;
  }
}
