package dev.meso.agent.reconcile;

import dev.meso.agent.driver.ContainerId;
import dev.meso.agent.driver.Exited;
import dev.meso.agent.driver.Recovered;
import dev.meso.agent.driver.Running;
import dev.meso.store.memory.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A machine's containers, as a driver would keep them: they live longer than the agent that started
 * them. Everything takes {@code delay}.
 */
final class FakeProcesses {
  private final Scheduler scheduler;
  final TreeMap<ContainerId, Running> running = new TreeMap<>();
  final TreeMap<ContainerId, Exited> ended = new TreeMap<>();

  /** Every start that made a process. */
  final List<ContainerId> starts = new ArrayList<>();

  /** Every action that was asked for, in words. */
  final List<String> log = new ArrayList<>();

  final Set<String> ignoringTerm = new TreeSet<>();
  final Set<String> startFailures = new TreeSet<>();
  Duration delay = Duration.ofMillis(3);
  private @Nullable Consumer<ReconcileMessage> agent;
  private long pids = 100;
  private int life;

  FakeProcesses(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** From now on this life of the agent hears what happens. */
  List<Recovered> recover(Consumer<ReconcileMessage> newAgent) {
    agent = newAgent;
    life++;
    List<Recovered> found = new ArrayList<>();
    running.values().forEach(one -> found.add(new Recovered.StillRunning(one)));
    ended.values().forEach(one -> found.add(new Recovered.HasExited(one)));
    return found;
  }

  void agentDied() {
    agent = null;
  }

  void carryOut(ContainerAction action) {
    int asking = life;
    log.add(
        action.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT) + " " + action.id());
    switch (action) {
      case ContainerAction.Start start -> scheduler.after(delay, () -> start(start.id(), asking));
      case ContainerAction.Terminate(ContainerId id) -> {
        if (!ignoringTerm.contains(id.container())) {
          scheduler.after(
              delay, () -> end(id, OptionalInt.empty(), OptionalInt.of(15), Exited.Reason.Killed));
        }
      }
      case ContainerAction.Kill(ContainerId id) ->
          scheduler.after(
              delay, () -> end(id, OptionalInt.empty(), OptionalInt.of(9), Exited.Reason.Killed));
      case ContainerAction.Destroy(ContainerId id) -> {
        if (running.containsKey(id)) {
          throw new AssertionError("destroyed while it runs: " + id);
        }
        ended.remove(id);
      }
    }
  }

  private void start(ContainerId id, int asking) {
    if (startFailures.contains(id.container())) {
      tell(asking, new ReconcileMessage.StartFailed(id, "PreparationFailed", "no room"));
      return;
    }
    if (running.containsKey(id) || ended.containsKey(id)) {
      throw new AssertionError("started twice: " + id);
    }
    Running one = new Running(id, ++pids, pids, now());
    running.put(id, one);
    starts.add(id);
    tell(asking, new ReconcileMessage.Started(one));
  }

  void exit(String task, String container, int code) {
    for (ContainerId id : List.copyOf(running.keySet())) {
      if (id.task().equals(task) && id.container().equals(container)) {
        end(
            id,
            OptionalInt.of(code),
            OptionalInt.empty(),
            code == 0 ? Exited.Reason.Completed : Exited.Reason.Error);
      }
    }
  }

  void end(ContainerId id, OptionalInt code, OptionalInt signal, Exited.Reason reason) {
    if (running.remove(id) != null) {
      Exited exited = new Exited(id, code, signal, reason, "", now());
      ended.put(id, exited);
      tell(life, new ReconcileMessage.ContainerExited(exited));
    }
  }

  private void tell(int toLife, ReconcileMessage message) {
    if (agent != null && toLife == life) {
      agent.accept(message);
    }
  }

  private Instant now() {
    return Instant.EPOCH.plus(scheduler.now());
  }
}
