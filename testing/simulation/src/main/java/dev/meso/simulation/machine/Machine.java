package dev.meso.simulation.machine;

import dev.meso.agent.driver.ContainerId;
import dev.meso.agent.driver.Exited;
import dev.meso.agent.driver.Exited.Reason;
import dev.meso.agent.driver.Recovered;
import dev.meso.agent.driver.Running;
import dev.meso.api.record.Assignment;
import dev.meso.store.memory.Scheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an agent finds on its machine: a disk and processes that outlive it. Behaves as the process
 * driver promises ({@link dev.meso.agent.driver.ContainerDriver}).
 *
 * <p>Not thread-safe: used on the scheduler.
 */
public final class Machine {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;

  private final String agent;
  private final String name;
  private final Scheduler scheduler;
  private final ProcessListener processes;
  private final TreeMap<ContainerId, Container> containers = new TreeMap<>();
  private @Nullable Consumer<Exited> listener;
  private int boots = 1;
  private long pids = 100;
  private boolean diskFull;
  private boolean gone;

  /**
   * A machine without processes.
   *
   * @param agent the name of the agent that runs on it
   * @param name of the machine itself
   */
  public Machine(String agent, String name, Scheduler scheduler, ProcessListener processes) {
    this.agent = agent;
    this.name = name;
    this.scheduler = scheduler;
    this.processes = processes;
  }

  /** Differs from boot to boot. */
  public String bootId() {
    return name + "-boot-" + boots;
  }

  /** Whether it will never be heard of again. */
  public boolean gone() {
    return gone;
  }

  /** What an earlier life of the agent left, and who hears of ends from now on. */
  public List<Recovered> recover(Consumer<Exited> exits) {
    listener = exits;
    List<Recovered> found = new ArrayList<>();
    for (Container container : containers.values()) {
      Exited exited = container.exited;
      found.add(
          exited == null
              ? new Recovered.StillRunning(container.running)
              : new Recovered.HasExited(exited));
    }
    return found;
  }

  /** The agent's process is over: nobody hears of ends until the next {@link #recover}. */
  public void agentEnded() {
    listener = null;
  }

  /**
   * Starts a container, or finds the one that was started for this id; empty when the disk is full.
   */
  public Optional<Running> start(ContainerId id, Assignment assignment) {
    Container known = containers.get(id);
    if (known != null) {
      return Optional.of(known.running);
    }
    if (diskFull) {
      return Optional.empty();
    }
    Behaviour behaviour =
        assignment.spec().containers().stream()
            .filter(container -> container.name().equals(id.container()))
            .findFirst()
            .map(container -> Behaviour.of(container.command()))
            .orElse(Behaviour.SERVICE);
    Running running = new Running(id, ++pids, pids, wall());
    Container container = new Container(running, behaviour, bootId());
    containers.put(id, container);
    processes.started(agent, id, running.pid());
    behaviour
        .run()
        .ifPresent(
            time ->
                scheduler.after(
                    time,
                    () ->
                        end(
                            container,
                            OptionalInt.of(behaviour.exitCode()),
                            OptionalInt.empty(),
                            behaviour.exitCode() == 0 ? Reason.Completed : Reason.Error)));
    return Optional.of(running);
  }

  /** SIGTERM. */
  public void terminate(ContainerId id) {
    Container container = containers.get(id);
    if (container != null && container.runs() && !container.terminated) {
      container.terminated = true;
      container
          .behaviour
          .term()
          .ifPresent(
              time -> scheduler.after(time, () -> signalled(container, SIGTERM, Reason.Killed)));
    }
  }

  /** SIGKILL. */
  public void kill(ContainerId id) {
    Container container = containers.get(id);
    if (container != null && container.runs()) {
      signalled(container, SIGKILL, Reason.Killed);
    }
  }

  /** Forgets a container that has ended. */
  public void destroy(ContainerId id) {
    Container container = containers.get(id);
    if (container == null) {
      return;
    }
    if (container.runs()) {
      throw new IllegalStateException("Container " + id + " has not ended; it cannot be forgotten");
    }
    containers.remove(id);
  }

  /** Containers whose process runs, by id. */
  public List<ContainerId> running() {
    return containers.values().stream().filter(Container::runs).map(Container::id).toList();
  }

  public void diskFull(boolean full) {
    diskFull = full;
  }

  /** Somebody else kills one of its processes; which one is the choice of {@code pick}. */
  public void accident(int pick) {
    List<ContainerId> running = running();
    if (!running.isEmpty()) {
      Container hit = containers.get(running.get(Math.floorMod(pick, running.size())));
      if (hit != null) {
        signalled(hit, SIGKILL, Reason.Error);
      }
    }
  }

  /** Power goes and comes: every process is gone, the disk is as it was. */
  public void reboot() {
    boots++;
    listener = null;
    processes.rebooted(agent);
    for (Container container : containers.values()) {
      if (container.runs()) {
        ended(container, OptionalInt.empty(), OptionalInt.empty(), Reason.Rebooted);
      }
    }
  }

  /** It burns down. */
  public void vanish() {
    gone = true;
    listener = null;
    containers.values().stream()
        .filter(Container::runs)
        .forEach(container -> processes.ended(agent, container.id(), SIGKILL));
    containers.clear();
  }

  private void signalled(Container container, int signal, Reason reason) {
    end(container, OptionalInt.empty(), OptionalInt.of(signal), reason);
  }

  private void end(Container container, OptionalInt code, OptionalInt signal, Reason reason) {
    // It may have ended otherwise meanwhile, or its machine with it.
    if (container.runs() && containers.get(container.id()) == container) {
      processes.ended(agent, container.id(), signal.orElse(0));
      Exited exited = ended(container, code, signal, reason);
      Consumer<Exited> told = listener;
      if (told != null) {
        told.accept(exited);
      }
    }
  }

  private Exited ended(Container container, OptionalInt code, OptionalInt signal, Reason reason) {
    Exited exited =
        new Exited(container.id(), code, signal, reason, "Simulated: " + reason, wall());
    container.exited = exited;
    return exited;
  }

  private Instant wall() {
    return START.plus(scheduler.now());
  }
}
