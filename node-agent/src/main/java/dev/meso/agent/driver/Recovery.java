package dev.meso.agent.driver;

import dev.meso.agent.cgroup.ContainerGroup;
import dev.meso.agent.cgroup.ControlGroups;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what an earlier life of the agent left and decides what became of each start.
 *
 * <p>A start goes: directory made in one step; supervisor spawned; supervisor claims; child
 * recorded; command run. An agent may have died between any two. Without a claim the start is
 * withdrawn by claiming it ourselves, after which no supervisor runs it. With a claim but no child
 * record the command has not run; the supervisor gets a moment to record it, else it is killed. In
 * both cases the start is forgotten as if it never was, and may be made again.
 */
final class Recovery {

  private static final Logger log = LoggerFactory.getLogger(Recovery.class);
  private static final Duration POLL = Duration.ofMillis(2);

  private final StateRoot state;
  private final ControlGroups groups;
  private final ProcessTable table;
  private final ProcessTree tree;
  private final Signals signals;
  private final Endings endings;
  private final String bootId;

  Recovery(
      StateRoot state,
      ControlGroups groups,
      ProcessTable table,
      ProcessTree tree,
      Signals signals,
      Endings endings,
      String bootId) {
    this.state = state;
    this.groups = groups;
    this.table = table;
    this.tree = tree;
    this.signals = signals;
    this.endings = endings;
    this.bootId = bootId;
  }

  /** All containers that were started, those that have ended with their end set. */
  List<Tracked> run() throws IOException {
    List<Tracked> found = new ArrayList<>();
    Set<String> marks = new TreeSet<>();
    for (ContainerFiles files : state.list()) {
      marks.add(files.mark());
      LaunchRecord launch;
      try {
        launch = LaunchRecord.read(files.directory().resolve(ContainerFiles.LAUNCH));
      } catch (IOException e) {
        log.atError()
            .addKeyValue("directory", files.directory())
            .setCause(e)
            .log("State of a container was not readable, it is left alone");
        continue;
      }
      recover(launch, files).ifPresent(found::add);
    }
    for (String name : groups.names()) {
      if (!marks.contains(name)) {
        discard(name, groups.existing(name));
      }
    }
    return found;
  }

  private Optional<Tracked> recover(LaunchRecord launch, ContainerFiles files) throws IOException {
    ContainerGroup group = groups.existing(files.mark());
    if (!launch.bootId().equals(bootId)) {
      Tracked container = tracked(launch, files, group, files.main().orElse(new Identity(0, 0)));
      container.end(endings.beforeReboot(container));
      return Optional.of(container);
    }
    Optional<Identity> main =
        files.main().isPresent() || !files.withdraw() ? recorded(files) : Optional.empty();
    if (main.isEmpty()) {
      forget(launch, files, group);
      return Optional.empty();
    }
    Tracked container = tracked(launch, files, group, main.get());
    Optional<Exited> exited = endings.lookClosely(container);
    while (exited.isEmpty() && files.status().isPresent()) {
      // Ended, but its output is not complete; bounded by Endings.DRAIN_MAX.
      LockSupport.parkNanos(POLL.toNanos());
      exited = endings.look(container);
    }
    exited.ifPresent(container::end);
    return Optional.of(container);
  }

  private static Tracked tracked(
      LaunchRecord launch, ContainerFiles files, ContainerGroup group, Identity main)
      throws IOException {
    Instant startedAt = files.main().isPresent() ? files.startedAt() : Instant.EPOCH;
    return new Tracked(
        launch,
        files,
        group,
        new Running(launch.id(), main.pid(), main.startTicks(), startedAt),
        files.supervisor());
  }

  /**
   * The main process of a start that a supervisor claimed, once it is recorded. If that takes too
   * long or the supervisor is gone, what is left of it is killed first.
   */
  Optional<Identity> recorded(ContainerFiles files) throws IOException {
    long deadline = System.nanoTime() + ProcessDriver.START_MAX.toNanos();
    while (files.main().isEmpty()
        && System.nanoTime() - deadline < 0
        && !supervisors(files).isEmpty()) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    if (files.main().isEmpty()) {
      for (int round = 0; round < ROUNDS_MAX; round++) {
        List<Identity> left = supervisors(files);
        if (left.isEmpty()) {
          break;
        }
        left.forEach(signals::kill);
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
    return files.main();
  }

  private static final int ROUNDS_MAX = 500;

  /** The shells that still work for a container: the directory is among their arguments. */
  private List<Identity> supervisors(ContainerFiles files) throws IOException {
    String directory = files.directory().toString();
    return table.all().stream()
        .filter(entry -> table.hasArgument(entry.pid(), directory))
        .map(entry -> new Identity(entry.pid(), entry.startTicks()))
        .toList();
  }

  private void forget(LaunchRecord launch, ContainerFiles files, ContainerGroup group)
      throws IOException {
    log.atInfo().addKeyValue("container", launch.id()).log("Withdrew a start that had not run");
    discard(files.mark(), group);
    files.delete();
  }

  private void discard(String mark, ContainerGroup group) throws IOException {
    tree.kill(Optional.empty(), mark, group);
    if (!group.destroy()) {
      log.atWarn().addKeyValue("group", mark).log("Control group was not empty, it stays");
    }
  }
}
