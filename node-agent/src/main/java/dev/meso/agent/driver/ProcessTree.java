package dev.meso.agent.driver;

import dev.meso.agent.cgroup.ContainerGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * The processes of one container, found through its control group where it has one, and through the
 * process table: by session and group of the main process, by descent from it, and by the
 * container's mark in the environment, which also finds those that left the session and whose
 * parents are gone.
 */
final class ProcessTree {

  /** The variable that marks every process of a container. */
  static final String MARK = "MESO_CONTAINER";

  /** A tree that makes new processes faster than one round kills them gets this many rounds. */
  private static final int ROUNDS_MAX = 50;

  private static final Duration ROUND_PAUSE = Duration.ofMillis(1);

  private final ProcessTable table;
  private final Signals signals;

  ProcessTree(ProcessTable table, Signals signals) {
    this.table = table;
    this.signals = signals;
  }

  /** Sends SIGTERM to the group of a main process that lives. */
  void terminate(Identity main) throws IOException {
    if (!table.lives(main)) {
      return;
    }
    for (ProcessTable.Entry entry : table.all()) {
      // Before it has made its own group, it is a member of its supervisor's.
      if (entry.pid() == main.pid() || entry.group() == main.pid()) {
        signals.terminate(new Identity(entry.pid(), entry.startTicks()));
      }
    }
  }

  /**
   * Sends SIGKILL to everything.
   *
   * @param mark the value of {@link #MARK}
   * @return how many processes were found apart from a control group's own kill
   */
  int kill(Optional<Identity> main, String mark, ContainerGroup group) throws IOException {
    group.kill(
        pid ->
            table
                .find(pid)
                .ifPresent(entry -> signals.kill(new Identity(pid, entry.startTicks()))));
    Set<Identity> killed = new LinkedHashSet<>();
    for (int round = 0; round < ROUNDS_MAX; round++) {
      boolean found = false;
      for (Identity member : members(main, mark)) {
        found |= signals.kill(member);
        killed.add(member);
      }
      if (!found) {
        break;
      }
      LockSupport.parkNanos(ROUND_PAUSE.toNanos());
    }
    return killed.size();
  }

  /** Who belongs to a container now, by the process table. */
  List<Identity> members(Optional<Identity> main, String mark) throws IOException {
    // Nothing older than the main process descends from it; this spares reading most environments.
    long oldest = main.map(Identity::startTicks).orElse(0L);
    List<ProcessTable.Entry> all =
        table.all().stream().filter(entry -> entry.startTicks() >= oldest).toList();
    Set<Long> family = new TreeSet<>();
    // Numbers of sessions and groups are sure only while the process that gave its own lives.
    Optional<Identity> living = main.filter(table::lives);
    living.ifPresent(identity -> family.add(identity.pid()));
    Set<Identity> members = new LinkedHashSet<>();
    boolean grown = true;
    while (grown) {
      grown = false;
      for (ProcessTable.Entry entry : all) {
        Identity identity = new Identity(entry.pid(), entry.startTicks());
        if (members.contains(identity) || !belongs(entry, living, family, mark)) {
          continue;
        }
        members.add(identity);
        family.add(entry.pid());
        grown = true;
      }
    }
    return List.copyOf(members);
  }

  private boolean belongs(
      ProcessTable.Entry entry, Optional<Identity> living, Set<Long> family, String mark) {
    if (living.isPresent()) {
      Identity main = living.get();
      if (entry.pid() == main.pid()) {
        return entry.startTicks() == main.startTicks();
      }
      if (entry.session() == main.pid() || entry.group() == main.pid()) {
        return true;
      }
    }
    return family.contains(entry.parent()) || table.hasEnvironment(entry.pid(), MARK + "=" + mark);
  }
}
