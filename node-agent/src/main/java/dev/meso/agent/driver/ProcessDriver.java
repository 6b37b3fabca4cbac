package dev.meso.agent.driver;

import dev.meso.agent.cgroup.ContainerGroup;
import dev.meso.agent.cgroup.ControlGroups;
import dev.meso.agent.cgroup.Enforcement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each container as plain processes under a small supervisor, a shell script in a session of
 * its own, that survives the agent. Truth is in files: the state directory of the container and its
 * exit file; what is in memory can be lost at any moment. docs/adr/0002 tells why.
 */
public final class ProcessDriver implements ContainerDriver {

  /** How long a supervisor may take to come up on a busy machine. */
  static final Duration START_MAX = Duration.ofSeconds(10);

  private static final Duration START_POLL_MIN = Duration.ofNanos(300_000);
  private static final Duration START_POLL_MAX = Duration.ofMillis(5);
  private static final Logger log = LoggerFactory.getLogger(ProcessDriver.class);

  private final StateRoot state;
  private final ControlGroups groups;
  private final Signals signals = new Signals(ProcessTable.LIVE);
  private final ProcessTree tree = new ProcessTree(ProcessTable.LIVE, signals);
  private final SupervisorLaunch supervisors;
  private final Endings endings;
  private final Recovery recovery;
  private final String bootId;
  private final ExitTeller teller = new ExitTeller();
  private final ExitWatch watch;
  private final AtomicBoolean recovered = new AtomicBoolean();
  private volatile boolean ready;
  private final Map<ContainerId, CompletableFuture<Tracked>> containers = new ConcurrentHashMap<>();
  private final Map<String, Tracked> byMark = new ConcurrentHashMap<>();

  /**
   * Opens the driver's directory and starts watching.
   *
   * @param directory state of the containers; it must last as long as they do
   * @param groups limits and kills, see {@link ControlGroups#detect(String)}
   * @param clock for the times of ends that nobody saw
   * @throws IOException if the directory is in use or cannot be made, or a program is missing
   */
  public static ProcessDriver open(Path directory, ControlGroups groups, InstantSource clock)
      throws IOException {
    String bootId = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    return open(directory, groups, clock, bootId);
  }

  /** As above, with the machine's boot id given. */
  static ProcessDriver open(
      Path directory, ControlGroups groups, InstantSource clock, String bootId) throws IOException {
    StateRoot state = StateRoot.open(directory);
    try {
      return new ProcessDriver(state, groups, Tools.find(state.scratch()), clock, bootId);
    } catch (IOException e) {
      state.close();
      throw e;
    }
  }

  private ProcessDriver(
      StateRoot state, ControlGroups groups, Tools tools, InstantSource clock, String bootId)
      throws IOException {
    this.state = state;
    this.groups = groups;
    this.bootId = bootId;
    this.supervisors = new SupervisorLaunch(tools, state.script());
    this.endings = new Endings(tools, ProcessTable.LIVE, tree, clock);
    this.recovery = new Recovery(state, groups, ProcessTable.LIVE, tree, signals, endings, bootId);
    this.watch = new ExitWatch(state.exits(), this::exitFileAppeared, this::tick, this::rescan);
  }

  @Override
  public List<Recovered> recover() {
    if (!recovered.compareAndSet(false, true)) {
      throw new IllegalStateException("Containers were recovered already");
    }
    List<Tracked> found;
    try {
      found = recovery.run();
    } catch (IOException e) {
      throw new UncheckedIOException("Containers could not be recovered", e);
    }
    List<Recovered> result = new ArrayList<>();
    for (Tracked container : found) {
      Optional<Exited> exited = container.exited();
      result.add(
          exited.isPresent()
              ? new Recovered.HasExited(exited.get())
              : new Recovered.StillRunning(container.running()));
      containers.put(container.id(), CompletableFuture.completedFuture(container));
      byMark.put(container.files().mark(), container);
    }
    result.sort(Comparator.comparing(Recovered::id));
    ready = true;
    return List.copyOf(result);
  }

  @Override
  public Running start(Launch launch) {
    if (!ready) {
      throw new IllegalStateException("Containers are recovered before one is started");
    }
    SupervisorLaunch.checkSize(launch);
    CompletableFuture<Tracked> mine = new CompletableFuture<>();
    CompletableFuture<Tracked> earlier = containers.putIfAbsent(launch.id(), mine);
    if (earlier != null) {
      return await(earlier).running();
    }
    try {
      Tracked container = launch(launch);
      byMark.put(container.files().mark(), container);
      mine.complete(container);
      // It may have ended before it was known here.
      look(container);
      return container.running();
    } catch (RuntimeException e) {
      containers.remove(launch.id(), mine);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private static Tracked await(CompletableFuture<Tracked> start) {
    try {
      return start.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof DriverException cause) {
        throw new DriverException(cause.reason(), String.valueOf(cause.getMessage()), cause);
      }
      throw e;
    }
  }

  private Tracked launch(Launch launch) {
    // A mark is never used twice, so that a supervisor that comes late finds nothing to run.
    String mark = launch.id().key() + "~" + UUID.randomUUID().toString().substring(0, 8);
    ContainerFiles files = state.files(mark);
    ContainerGroup group = groups.existing(mark);
    try {
      LaunchRecord launchRecord = LaunchRecord.of(launch, bootId);
      Files.createDirectories(launch.logDirectory());
      group = groups.create(mark, launch.memoryBytesMax(), launch.cpuMillisMax());
      Map<String, String> contents =
          new TreeMap<>(supervisors.files(launch, mark, files.exitFile(), group));
      contents.put(ContainerFiles.LAUNCH, launchRecord.write());
      files = state.create(mark, contents);
      supervisors.spawn(files);
      Optional<Identity> main = awaitMain(files);
      if (main.isEmpty()) {
        undo(launch, files, group);
        throw new DriverException(
            DriverException.Reason.SupervisorNotStarted,
            "Container "
                + launch.id()
                + ": expected its supervisor to come up within "
                + START_MAX.toSeconds()
                + " s, it did not; the start was withdrawn",
            null);
      }
      return new Tracked(
          launchRecord,
          files,
          group,
          new Running(launch.id(), main.get().pid(), main.get().startTicks(), files.startedAt()),
          files.supervisor());
    } catch (IOException e) {
      undo(launch, files, group);
      throw new DriverException(
          DriverException.Reason.PreparationFailed,
          "Container " + launch.id() + " could not be prepared, nothing of it runs: " + e,
          e);
    }
  }

  /** The main process, or empty if the start was withdrawn. */
  private Optional<Identity> awaitMain(ContainerFiles files) throws IOException {
    long deadline = System.nanoTime() + START_MAX.toNanos();
    long pause = START_POLL_MIN.toNanos();
    Optional<Identity> main = files.main();
    while (main.isEmpty()) {
      if (System.nanoTime() - deadline >= 0) {
        return files.withdraw() ? Optional.empty() : recovery.recorded(files);
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(pause * 3 / 2, START_POLL_MAX.toNanos());
      main = files.main();
    }
    return main;
  }

  private void undo(Launch launch, ContainerFiles files, ContainerGroup group) {
    try {
      boolean never = !Files.exists(files.directory()) || files.withdraw();
      tree.kill(never ? Optional.empty() : recovery.recorded(files), files.mark(), group);
      group.destroy();
      files.delete();
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("container", launch.id())
          .setCause(e)
          .log("Remains of a failed start could not be removed");
    }
  }

  @Override
  public void terminate(ContainerId id) {
    Tracked container = living(id);
    if (container != null) {
      try {
        container.files().note(ContainerFiles.Note.TERMINATED);
        tree.terminate(container.main());
      } catch (IOException e) {
        throw new UncheckedIOException("Container " + id + " could not be terminated", e);
      }
    }
  }

  @Override
  public void kill(ContainerId id) {
    Tracked container = living(id);
    if (container != null) {
      try {
        container.files().note(ContainerFiles.Note.KILLED);
        tree.kill(Optional.of(container.main()), container.files().mark(), container.group());
      } catch (IOException e) {
        throw new UncheckedIOException("Container " + id + " could not be killed", e);
      }
    }
  }

  private @Nullable Tracked living(ContainerId id) {
    CompletableFuture<Tracked> start = containers.get(id);
    if (start == null || start.isCompletedExceptionally()) {
      return null;
    }
    Tracked container = await(start);
    return container.exited().isPresent() ? null : container;
  }

  @Override
  public void destroy(ContainerId id) {
    CompletableFuture<Tracked> start = containers.get(id);
    if (start == null) {
      return;
    }
    Tracked container = await(start);
    if (container.exited().isEmpty()) {
      throw new IllegalStateException("Container " + id + " has not ended; it cannot be forgotten");
    }
    try {
      if (!container.group().destroy()) {
        log.atWarn().addKeyValue("container", id).log("Control group was not empty, it stays");
      }
      container.files().delete();
    } catch (IOException e) {
      throw new UncheckedIOException("Container " + id + " could not be forgotten", e);
    }
    byMark.remove(container.files().mark());
    containers.remove(id, start);
  }

  @Override
  public void onExit(Consumer<Exited> listener) {
    teller.listener(listener);
  }

  @Override
  public Enforcement enforcement() {
    return groups.enforcement();
  }

  private void exitFileAppeared(String name) {
    Tracked container =
        byMark.get(
            name.endsWith(ContainerFiles.DRAINED)
                ? name.substring(0, name.length() - ContainerFiles.DRAINED.length())
                : name);
    if (container != null) {
      look(container);
    }
  }

  private void tick() {
    endings.draining().forEach(this::look);
  }

  private void rescan() {
    for (Tracked container : byMark.values()) {
      conclude(container, true);
    }
  }

  private void look(Tracked container) {
    conclude(container, false);
  }

  private void conclude(Tracked container, boolean closely) {
    if (container.exited().isPresent()) {
      return;
    }
    try {
      Optional<Exited> exited = closely ? endings.lookClosely(container) : endings.look(container);
      if (exited.isPresent() && container.end(exited.get())) {
        teller.tell(exited.get());
      }
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("container", container.id())
          .setCause(e)
          .log("End of a container could not be read, it is tried again");
    }
  }

  @Override
  public void close() {
    try {
      watch.close();
      teller.close();
      groups.close();
      state.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Driver could not be closed", e);
    }
  }
}
