package dev.meso.agent.reconcile;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.Container;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.record.Report;
import dev.meso.api.time.Now;
import dev.meso.store.actor.ActorHost;
import dev.meso.store.actor.ActorRuntime;
import dev.meso.store.memory.Faults;
import dev.meso.store.memory.MemoryStore;
import dev.meso.store.memory.VirtualScheduler;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One agent's reconciler with a store in memory, fake processes and a clock that tests move. */
final class World {
  static final String AGENT = "a-1";
  static final Keyspace KEYS = new Keyspace("/meso");

  final VirtualScheduler scheduler;
  final MemoryStore memory;
  final FakeProcesses processes;
  final List<ReconcileOutput> outputs = new ArrayList<>();
  private final Store leader;
  private @Nullable ActorHost<ReconcileMessage, ReconcileOutput> host;
  private @Nullable Store agentStore;
  private int uuids;
  private int lives;

  World() {
    this(VirtualScheduler.inOrder(), Faults.none());
  }

  World(VirtualScheduler scheduler, Faults faults) {
    this.scheduler = scheduler;
    this.memory = MemoryStore.builder(scheduler).faults(faults).build();
    this.processes = new FakeProcesses(scheduler);
    this.leader = memory.as("leader");
  }

  /** A world whose agent has started and has its session. */
  static World running() {
    World world = new World();
    world.startAgent();
    world.openSession();
    world.settle();
    return world;
  }

  void startAgent() {
    lives++;
    Store store = memory.as("agent");
    agentStore = store;
    ActorRuntime runtime =
        new ActorRuntime(
            store,
            task -> scheduler.after(Duration.ZERO, task),
            (delay, action) -> {
              boolean[] cancelled = {false};
              scheduler.after(
                  delay,
                  () -> {
                    if (!cancelled[0]) {
                      action.run();
                    }
                  });
              return () -> cancelled[0] = true;
            },
            () -> new Now(Instant.EPOCH.plus(scheduler.now()), scheduler.now()));
    ActorHost<ReconcileMessage, ReconcileOutput> started =
        new ActorHost<>(
            "reconciler",
            new ReconcileActor(KEYS, AGENT, () -> "u" + ++uuids, lives),
            runtime,
            this::heard,
            (_, why) -> {
              throw new AssertionError("the actor failed", why);
            });
    host = started;
    started.tell(new ReconcileMessage.Begin(processes.recover(started::tell)));
  }

  private void heard(ReconcileOutput output) {
    outputs.add(output);
    if (output instanceof ReconcileOutput.Act(ContainerAction action)) {
      processes.carryOut(action);
    }
  }

  /** The agent's process is killed; containers run on. */
  void killAgent() {
    processes.agentDied();
    if (host != null) {
      host.close();
    }
    if (agentStore != null) {
      agentStore.close();
    }
  }

  void restartAgent() {
    killAgent();
    startAgent();
    openSession();
    settle();
  }

  void tell(ReconcileMessage message) {
    if (host != null) {
      host.tell(message);
    }
  }

  /** Writes the alive key anew, and says so. */
  void openSession() {
    String alive = KEYS.text(new Key.Alive(AGENT));
    write(new Txn.Write.Delete(alive));
    write(new Txn.Write.Put(alive, "{}"));
    read(alive)
        .ifPresent(entry -> tell(new ReconcileMessage.SessionStarted(entry.createRevision())));
    tell(new ReconcileMessage.SessionExtended(Duration.ofDays(365)));
  }

  void write(Txn.Write write) {
    await(leader.commit(new Txn(List.of(), List.of(write)), Duration.ofDays(1)));
  }

  Optional<Entry> read(String key) {
    return await(leader.range(RangeRequest.key(key), Duration.ofDays(1))).entries().stream()
        .findFirst();
  }

  void assign(Assignment assignment) {
    write(new Txn.Write.Put(key(assignment.id()), Json.write(assignment)));
  }

  void unassign(AttemptId id) {
    write(new Txn.Write.Delete(key(id)));
  }

  Optional<Report> report(AttemptId id) {
    return read(KEYS.text(new Key.Report(AGENT, id)))
        .map(it -> Json.read(Report.class, it.value()));
  }

  Report reportOf(Assignment assignment) {
    return report(assignment.id()).orElseThrow(() -> new AssertionError("no report"));
  }

  static String key(AttemptId id) {
    return KEYS.text(new Key.Assignment(AGENT, id));
  }

  void advance(Duration time) {
    scheduler.advance(time);
  }

  /** Lets everything happen that needs no more than a moment. */
  void settle() {
    advance(Duration.ofMillis(100));
  }

  private <T> T await(CompletionStage<T> stage) {
    var future = stage.toCompletableFuture();
    while (!future.isDone()) {
      if (!scheduler.step()) {
        throw new AssertionError("nothing more happens");
      }
    }
    return future.join();
  }

  static Assignment task(String name, String uid, TaskSpec spec, int... ports) {
    SortedMap<String, Integer> byName = new TreeMap<>();
    for (int port : ports) {
      byName.put("p" + port, port);
    }
    return new Assignment(
        "default",
        name,
        uid,
        1,
        Assignment.RUN,
        null,
        null,
        null,
        spec,
        Collections.emptySortedMap(),
        byName,
        Collections.emptySortedMap(),
        Instant.EPOCH,
        null);
  }

  static Assignment task(String name) {
    return task(name, "uid-" + name, spec(TaskSpec.RESTART_NEVER, 0, "main"));
  }

  static TaskSpec spec(
      @Nullable String policy, @Nullable Integer maxRestarts, String... containers) {
    List<Container> all = new ArrayList<>();
    for (String name : containers) {
      all.add(new Container(name, List.of("run"), List.of(), null, List.of(), List.of(), null));
    }
    return new TaskSpec(all, Collections.emptySortedMap(), policy, maxRestarts, 10, null, null);
  }
}
