package dev.meso.agent.runtime;

import dev.meso.agent.driver.ContainerDriver;
import dev.meso.agent.http.AgentToken;
import dev.meso.agent.sandbox.AttemptRef;
import dev.meso.agent.sandbox.Sandboxes;
import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.Container;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.Registration;
import dev.meso.api.record.Report;
import dev.meso.api.resource.Quantity;
import dev.meso.api.task.TaskPhase;
import dev.meso.store.memory.ExecutorScheduler;
import dev.meso.store.memory.MemoryStore;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import dev.meso.store.port.WatchListener;
import dev.meso.store.port.WatchRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** This machine with agents on it, and a store in memory that a test writes as the leader. */
final class Machine implements AutoCloseable {
  private static final Keyspace KEYS = new Keyspace("/meso");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path dir;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  final MemoryStore memory = MemoryStore.on(new ExecutorScheduler(thread));
  private final Store leader = memory.as("leader");

  Machine(Path dir) {
    this.dir = dir;
  }

  Agent start(String name) throws IOException {
    return startNamed(name, name);
  }

  Agent startNamed(String name, String stateDir) throws IOException {
    AgentConfig config =
        AgentConfig.of(name, "memory", dir.resolve(stateDir), dir.resolve("token"))
            .offering(new TreeMap<>(Map.of("cpu", Quantity.parse("4"))), AgentConfig.PORTS_DEFAULT);
    return Agent.start(
        config,
        new AgentParts() {
          @Override
          public ContainerDriver driver(Path path, String uid) throws IOException {
            return AgentParts.OF_THIS_MACHINE.driver(path, uid);
          }

          @Override
          public Store store(String etcd) {
            return memory.as(stateDir);
          }
        });
  }

  Assignment shell(String name, String policy, String script) {
    return task(name, policy, List.of("/bin/sh", "-c", script));
  }

  Assignment task(String name, String policy, List<String> command) {
    Container main = new Container("main", command, List.of(), null, List.of(), List.of(), null);
    return new Assignment(
        "default",
        name,
        "uid-" + name,
        1,
        Assignment.RUN,
        null,
        null,
        null,
        new TaskSpec(List.of(main), Collections.emptySortedMap(), policy, 3, 10, null, null),
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        Instant.EPOCH,
        null);
  }

  Path sandbox(String agent, Assignment task) throws IOException {
    Sandboxes sandboxes = new Sandboxes(dir.resolve(agent).resolve("sandboxes"));
    return sandboxes.create(
        new AttemptRef(task.namespace(), task.task(), task.taskUid(), task.attempt()));
  }

  void fifo(Path path) throws Exception {
    if (new ProcessBuilder("mkfifo", path.toString()).start().waitFor() != 0) {
      throw new IOException("mkfifo failed: " + path);
    }
  }

  void assign(String agent, Assignment assignment) {
    write(
        new Txn.Write.Put(
            KEYS.text(new Key.Assignment(agent, assignment.id())), Json.write(assignment)));
  }

  void unassign(String agent, Assignment assignment) {
    write(new Txn.Write.Delete(KEYS.text(new Key.Assignment(agent, assignment.id()))));
  }

  private void write(Txn.Write write) {
    leader
        .commit(new Txn(List.of(), List.of(write)), PATIENCE)
        .toCompletableFuture()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  Optional<Registration> registration(String agent) {
    return read(KEYS.text(new Key.Registration(agent)))
        .map(entry -> Json.read(Registration.class, entry.value()));
  }

  private Optional<Entry> read(String key) {
    return leader
        .range(RangeRequest.key(key), PATIENCE)
        .toCompletableFuture()
        .join()
        .entries()
        .stream()
        .findFirst();
  }

  Report awaitPhase(String agent, Assignment task, TaskPhase phase) {
    return await(agent, task, it -> it.filter(report -> report.phase() == phase).isPresent())
        .orElseThrow();
  }

  void awaitNoReport(String agent, Assignment task) {
    var _ = await(agent, task, Optional::isEmpty);
  }

  /** Watches a report until it is as wanted. */
  private Optional<Report> await(
      String agent, Assignment task, Predicate<Optional<Report>> wanted) {
    String key = KEYS.text(new Key.Report(agent, task.id()));
    CompletableFuture<Optional<Report>> done = new CompletableFuture<>();
    Store.Watch watch =
        leader.watch(
            new WatchRequest(key, 0),
            new WatchListener() {
              @Override
              public void onCreated(long revision, long clusterId) {
                var _ =
                    leader
                        .range(RangeRequest.key(key), PATIENCE)
                        .thenAccept(
                            page -> seen(page.entries().stream().findFirst().map(Machine::report)));
              }

              @Override
              public void onChanges(List<Change> changes, boolean complete) {
                for (Change change : changes) {
                  if (change.key().equals(key)) {
                    seen(
                        switch (change) {
                          case Change.Put(Entry entry) -> Optional.of(report(entry));
                          case Change.Deleted _ -> Optional.empty();
                        });
                  }
                }
              }

              private void seen(Optional<Report> report) {
                if (wanted.test(report)) {
                  done.complete(report);
                }
              }

              @Override
              public void onProgress(long revision) {}

              @Override
              public void onEnd(WatchEnd end) {
                done.completeExceptionally(new AssertionError("the watch ended: " + end));
              }
            });
    try {
      return done.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    } catch (java.util.concurrent.CompletionException e) {
      throw new AssertionError(task.task() + " is reported as " + read(key), e);
    } finally {
      watch.cancel();
    }
  }

  private static Report report(Entry entry) {
    return Json.read(Report.class, entry.value());
  }

  void awaitEnd(long pid) throws Exception {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isPresent()) {
      process.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  HttpResponse<String> get(Agent agent, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String header = AgentToken.readOrCreate(dir.resolve("token")).header();
      return client.send(
          HttpRequest.newBuilder(URI.create(agent.url() + path))
              .header("Authorization", header)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
