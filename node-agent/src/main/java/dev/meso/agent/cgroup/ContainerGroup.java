package dev.meso.agent.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * The control group of one container: a directory in each hierarchy used. Empty where there are no
 * control groups. Immutable; its methods read and write the kernel's files.
 *
 * @param directories all of them, in the order in which a process joins
 * @param unified the one of version 2, which can kill
 * @param freezer the one of version 1's freezer, for a kill without version 2
 * @param oomEvents the file that counts kills for lack of memory
 */
public record ContainerGroup(
    List<Path> directories,
    Optional<Path> unified,
    Optional<Path> freezer,
    Optional<Path> oomEvents) {

  private static final Duration SETTLE_MAX = Duration.ofSeconds(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  /** Copies. */
  public ContainerGroup {
    directories = List.copyOf(directories);
  }

  /** The files into which a process writes {@code 0} to join. */
  public List<Path> joinFiles() {
    return directories.stream().map(directory -> directory.resolve("cgroup.procs")).toList();
  }

  /** The file into which a {@code 1} kills everything, if the kernel has it. */
  public Optional<Path> killFile() {
    return unified.map(directory -> directory.resolve("cgroup.kill")).filter(Files::exists);
  }

  /** How many processes the kernel killed for lack of memory since the group was made. */
  public long oomKills() throws IOException {
    if (oomEvents.isEmpty()) {
      return 0;
    }
    try {
      return GroupFiles.counter(oomEvents.get(), "oom_kill").orElse(0);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** The processes in it. */
  public SortedSet<Long> pids() throws IOException {
    SortedSet<Long> pids = new TreeSet<>();
    for (Path file : joinFiles()) {
      try {
        for (String line : Files.readAllLines(file)) {
          pids.add(Long.parseLong(line.strip()));
        }
      } catch (NoSuchFileException _) {
        // Gone already: nobody is in it.
      }
    }
    return pids;
  }

  /**
   * Kills everything in it.
   *
   * @param sigkill how to end one process, for kernels that cannot end a group; only called while
   *     that process is frozen, so its pid cannot have passed to another
   * @return whether the group surely held every process of the container
   */
  public boolean kill(LongConsumer sigkill) throws IOException {
    Optional<Path> killFile = killFile();
    if (killFile.isPresent()) {
      GroupFiles.write(killFile.get(), "1");
      return true;
    }
    if (freezer.isEmpty() || !Files.isDirectory(freezer.get())) {
      return false;
    }
    Path state = freezer.get().resolve("freezer.state");
    GroupFiles.write(state, "FROZEN");
    try {
      long deadline = System.nanoTime() + SETTLE_MAX.toNanos();
      while (!Files.readString(state).strip().equals("FROZEN")
          && System.nanoTime() - deadline < 0) {
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
      for (String line : Files.readAllLines(freezer.get().resolve("cgroup.procs"))) {
        sigkill.accept(Long.parseLong(line.strip()));
      }
    } finally {
      GroupFiles.write(state, "THAWED");
    }
    return true;
  }

  /**
   * Removes its directories. Processes that are being killed get a moment to vanish.
   *
   * @return whether all are gone; if not, processes are left in it
   */
  public boolean destroy() {
    long deadline = System.nanoTime() + SETTLE_MAX.toNanos();
    boolean gone = true;
    for (Path directory : directories) {
      while (!removed(directory)) {
        if (System.nanoTime() - deadline >= 0) {
          gone = false;
          break;
        }
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
    }
    return gone;
  }

  private static boolean removed(Path directory) {
    try {
      Files.deleteIfExists(directory);
      return true;
    } catch (IOException e) {
      return !Files.exists(directory);
    }
  }
}
