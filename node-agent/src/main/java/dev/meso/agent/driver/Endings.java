package dev.meso.agent.driver;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whether and how containers have ended, and sees to what they left. Thread-safe. */
final class Endings {

  /**
   * How long an end is held back for the rest of the output. Normally the supervisor says within
   * milliseconds that all is written; a process that left the tree with the pipe open, and could
   * not be found, makes it say so never.
   */
  static final Duration DRAIN_MAX = Duration.ofMillis(250);

  private static final Logger log = LoggerFactory.getLogger(Endings.class);

  private final Tools tools;
  private final ProcessTable table;
  private final ProcessTree tree;
  private final InstantSource clock;
  private final Map<Tracked, Long> draining = new ConcurrentHashMap<>();

  Endings(Tools tools, ProcessTable table, ProcessTree tree, InstantSource clock) {
    this.tools = tools;
    this.table = table;
    this.tree = tree;
    this.clock = clock;
  }

  /** The containers whose end is known but held back for the rest of the output. */
  Iterable<Tracked> draining() {
    return draining.keySet();
  }

  /** How it ended, if its exit file is there and its output is complete or overdue. */
  Optional<Exited> look(Tracked container) throws IOException {
    OptionalInt status = container.files().status();
    if (status.isEmpty()) {
      return Optional.empty();
    }
    killRest(container);
    if (!container.files().drained()) {
      long now = System.nanoTime();
      Long since = draining.putIfAbsent(container, now);
      if (since == null || now - since < DRAIN_MAX.toNanos()) {
        return Optional.empty();
      }
    }
    draining.remove(container);
    return Optional.of(judge(container, status.getAsInt()));
  }

  /** As {@link #look}, or that its supervisor is gone; then what was left of it is killed. */
  Optional<Exited> lookClosely(Tracked container) throws IOException {
    boolean watched = container.supervisor().filter(table::lives).isPresent();
    // In this order: a supervisor writes the exit file before it ends.
    Optional<Exited> exited = look(container);
    if (watched || exited.isPresent() || container.files().status().isPresent()) {
      return exited;
    }
    log.atWarn()
        .addKeyValue("container", container.id())
        .addKeyValue("pid", container.main().pid())
        .log("Supervisor vanished, killing what it watched");
    tree.kill(Optional.of(container.main()), container.files().mark(), container.group());
    return Optional.of(
        unseen(
            container,
            Exited.Reason.SupervisorDied,
            "The process that watched it vanished; what was left was killed, its exit code is"
                + " unknown"));
  }

  /** How a container of an earlier life of the machine ended; its process ids mean nothing now. */
  Exited beforeReboot(Tracked container) throws IOException {
    OptionalInt status = container.files().status();
    return status.isPresent()
        ? judge(container, status.getAsInt())
        : unseen(
            container,
            Exited.Reason.Rebooted,
            "The machine started anew while it ran; its exit code is unknown");
  }

  private Exited unseen(Tracked container, Exited.Reason reason, String message) {
    return new Exited(
        container.id(), OptionalInt.empty(), OptionalInt.empty(), reason, message, clock.instant());
  }

  /** A container ends with its main process: what that left behind is killed. */
  private void killRest(Tracked container) throws IOException {
    // With a kill file the supervisor has done it already, also while no agent was there.
    if (container.takeRestKill() && container.group().killFile().isEmpty()) {
      tree.kill(Optional.of(container.main()), container.files().mark(), container.group());
    }
  }

  private Exited judge(Tracked container, int status) throws IOException {
    ContainerFiles files = container.files();
    Instant at = files.exitedAt();
    return new Ending(
            container.id(),
            status,
            files.shellSpokeOfSignal(),
            tools.shellTellsSignals(),
            files.noted(ContainerFiles.Note.TERMINATED),
            files.noted(ContainerFiles.Note.KILLED),
            container.group().oomKills(),
            refusal(container, status),
            at)
        .judge();
  }

  private static Optional<CommandLookup.Finding> refusal(Tracked container, int status)
      throws IOException {
    Optional<String> refused = container.files().refused();
    LaunchRecord launch = container.launch();
    if (refused.isPresent()) {
      return Optional.of(
          refused.get().equals(Exited.Reason.BadWorkingDirectory.name())
              ? new CommandLookup.Finding(
                  Exited.Reason.BadWorkingDirectory,
                  "Working directory " + launch.workingDir() + " cannot be entered")
              : new CommandLookup.Finding(
                  Exited.Reason.LimitsRefused,
                  "The process could not join its control groups "
                      + container.group().joinFiles()));
    }
    return status == 126 || status == 127
        ? CommandLookup.explain(launch.program(), launch.path(), launch.workingDir())
        : Optional.empty();
  }
}
