package dev.meso.simulation.world;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.AppSpec;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Namespace;
import dev.meso.api.kind.NamespaceSpec;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.Volume;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.simulation.scenario.Wish;
import dev.meso.store.memory.Scheduler;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.Store;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Users and admins, who write specs as API servers do: each write guarded by what was read, tried
 * again while the store cannot be reached or somebody was faster.
 */
final class Users {
  static final String AUTHOR = "user-1";
  private static final String NAMESPACE = "default";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** Then a user gives up: an object that is being deleted can take as long as an agent is away. */
  private static final int TRIES_MAX = 200;

  /** So many tasks of each App fit together, whatever they ask for. */
  private static final int CALM_REPLICAS = 3;

  private final Store store;
  private final Keyspace keyspace;
  private final Scheduler scheduler;
  private final Reporter reporter;
  private long uids;

  Users(Store store, Keyspace keyspace, Scheduler scheduler, Reporter reporter) {
    this.store = store;
    this.keyspace = keyspace;
    this.scheduler = scheduler;
    this.reporter = reporter;
  }

  /** Makes namespace {@code default}, as every API server does when it starts. */
  void begin() {
    ObjectMeta metadata =
        new ObjectMeta.Builder()
            .name(NAMESPACE)
            .uid("ns-default")
            .generation(1L)
            .creationTimestamp(wall())
            .build();
    make(Kind.NAMESPACE, NAMESPACE, _ -> Namespace.of(metadata, new NamespaceSpec(), null));
  }

  void ask(Wish wish) {
    switch (wish) {
      case Wish.MakeApp(String name, int replicas, Wish.Template template) ->
          make(Kind.APP, name, metadata -> Manifest.app(metadata, replicas, template));
      case Wish.MakeJob job -> make(Kind.JOB, job.name(), metadata -> Manifest.job(metadata, job));
      case Wish.MakeTask(String name, Wish.Template template) ->
          make(Kind.TASK, name, metadata -> Manifest.task(metadata, template));
      case Wish.SetQueue queue -> setQueue(queue);
      case Wish.MakeTenant app -> make(Kind.APP, app.name(), meta -> Manifest.tenant(meta, app));
      case Wish.MakeGang gang -> make(Kind.JOB, gang.job().name(), m -> Manifest.gang(m, gang));
      case Wish.Scale(String name, int replicas) -> app(name, spec -> spec.withReplicas(replicas));
      case Wish.Change(String name, Wish.Template template) ->
          app(name, spec -> spec.withTemplate(Manifest.appSpec(1, template).template()));
      case Wish.DeleteApp(String name) -> delete(Kind.APP, name);
      case Wish.DeleteJob(String name) -> delete(Kind.JOB, name);
      case Wish.DeleteTask(String name) -> delete(Kind.TASK, name);
      case Wish.EndTask(String owner, int ordinal) -> end(owner + "-" + ordinal);
      case Wish.Cordon(int agent, boolean on) ->
          agent("agent-" + agent, spec -> spec.withUnschedulable(on));
      case Wish.Reserve reserve ->
          agent(
              "agent-" + reserve.agent(),
              spec -> spec.withReservations(Manifest.reservations(reserve)));
      case Wish.MakeVolume volume ->
          make(Kind.VOLUME, volume.name(), meta -> Manifest.volume(meta, volume));
      case Wish.DeleteVolume(String name) -> delete(Kind.VOLUME, name);
      case Wish.MakeKeeper app -> make(Kind.APP, app.name(), meta -> Manifest.keeper(meta, app));
      case Wish.MakeVisitor task ->
          make(Kind.TASK, task.name(), meta -> Manifest.visitor(meta, task));
    }
  }

  /**
   * Makes every App small enough to settle. One whose tasks do not end by themselves keeps its
   * template, and so the tasks that it has: new ones would heal what a fault left behind.
   *
   * @param template what every other App gets
   */
  void calm(Wish.Template template) {
    Wish.APPS.forEach(
        name ->
            app(
                name,
                spec ->
                    Manifest.steady(spec)
                        ? spec.withReplicas(few(spec.replicas()))
                        : spec.withTemplate(Manifest.appSpec(1, template).template())));
    Stream.of(Wish.TENANTS, List.of(Wish.CROWD, Wish.BULK, Wish.RUSH), Wish.KEEPERS)
        .flatMap(List::stream)
        .forEach(name -> app(name, spec -> spec.withReplicas(few(spec.replicas()))));
  }

  private static int few(@Nullable Integer replicas) {
    return replicas == null ? 1 : Math.min(replicas, CALM_REPLICAS);
  }

  /** An admin's word that an agent is gone for good, or is not. */
  void gone(String agent, boolean gone) {
    agent(agent, spec -> spec.withGone(gone));
  }

  /** Changes the spec of an App that exists. */
  void app(String name, UnaryOperator<AppSpec> change) {
    edit(
        Kind.APP,
        name,
        entry -> {
          App app = Json.read(App.class, entry.value());
          AppSpec after = change.apply(app.requireSpec());
          return app.metadata().deleting()
              ? null
              : Manifest.filled(App.class, App.of(grown(app.metadata()), after, null));
        });
  }

  // --- kinds of requests ---

  private interface Making {
    ApiObject of(ObjectMeta metadata);
  }

  private interface Editing {
    /** The object as it should be; null when there is nothing to do. */
    @Nullable ApiObject of(Entry entry);
  }

  private void make(Kind kind, String name, Making making) {
    String uid = kind.plural() + "-" + name + "-" + ++uids;
    send(
        request(
            "make " + kind.kindName() + " " + name,
            kind,
            name,
            (spec, status) -> {
              if (spec.isPresent()) {
                boolean deleting = spec.get().value().contains("deletionTimestamp");
                return deleting
                    ? new Request.Answer.Later()
                    : new Request.Answer.Nothing("it is there");
              }
              if (status.isPresent()) {
                return new Request.Answer.Later();
              }
              ObjectMeta metadata =
                  new ObjectMeta.Builder()
                      .namespace(kind.namespaced() ? NAMESPACE : null)
                      .name(name)
                      .uid(uid)
                      .generation(1L)
                      .creationTimestamp(wall())
                      .build();
              return new Request.Answer.Commit(
                  new Txn(
                      List.of(
                          Txn.Guard.absent(specKey(kind, name)),
                          Txn.Guard.absent(statusKey(kind, name))),
                      List.of(
                          new Txn.Write.Put(
                              specKey(kind, name), Json.write(making.of(metadata))))));
            }));
  }

  private void edit(Kind kind, String name, Editing editing) {
    send(
        request(
            "change " + kind.kindName() + " " + name,
            kind,
            name,
            (spec, _) -> {
              ApiObject after = spec.map(editing::of).orElse(null);
              return after == null
                  ? new Request.Answer.Nothing("it is not there")
                  : put(kind, name, spec.get().modRevision(), after);
            }));
  }

  private void setQueue(Wish.SetQueue wish) {
    String name = wish.name();
    String uid = "queues-" + name + "-" + ++uids;
    send(
        request(
            "set Queue " + name,
            Kind.QUEUE,
            name,
            (spec, status) -> {
              if (spec.isPresent()) {
                Queue before = Json.read(Queue.class, spec.get().value());
                Queue after = Queue.of(grown(before.metadata()), Manifest.queue(wish), null);
                return put(Kind.QUEUE, name, spec.get().modRevision(), after);
              }
              if (status.isPresent()) {
                return new Request.Answer.Later();
              }
              ObjectMeta metadata =
                  new ObjectMeta.Builder()
                      .name(name)
                      .uid(uid)
                      .generation(1L)
                      .creationTimestamp(wall())
                      .build();
              Queue made = Queue.of(metadata, Manifest.queue(wish), null);
              return new Request.Answer.Commit(
                  new Txn(
                      List.of(
                          Txn.Guard.absent(specKey(Kind.QUEUE, name)),
                          Txn.Guard.absent(statusKey(Kind.QUEUE, name))),
                      List.of(new Txn.Write.Put(specKey(Kind.QUEUE, name), Json.write(made)))));
            }));
  }

  private void delete(Kind kind, String name) {
    edit(
        kind,
        name,
        entry -> {
          ApiObject object =
              switch (kind) {
                case APP -> Json.read(App.class, entry.value());
                case JOB -> Json.read(Job.class, entry.value());
                case TASK -> Json.read(Task.class, entry.value());
                case VOLUME -> Json.read(Volume.class, entry.value());
                case AGENT,
                    NAMESPACE,
                    QUEUE,
                    ROLE,
                    CLUSTER_ROLE,
                    ROLE_BINDING,
                    CLUSTER_ROLE_BINDING ->
                    throw new IllegalArgumentException("not deleted here");
              };
          return object.metadata().deleting()
              ? null
              : object.withMetadata(
                  object.metadata().toBuilder().deletionTimestamp(wall()).build());
        });
  }

  private void end(String task) {
    send(
        request(
            "end Task " + task,
            Kind.TASK,
            task,
            (spec, status) -> {
              if (spec.isPresent() || status.isEmpty()) {
                return new Request.Answer.Nothing("it is not there, or ends already");
              }
              Task seen = Json.read(Task.class, status.get().value());
              ObjectMeta metadata =
                  new ObjectMeta.Builder()
                      .namespace(NAMESPACE)
                      .name(task)
                      .uid(seen.metadata().uid())
                      .deletionTimestamp(wall())
                      .build();
              String key = specKey(Kind.TASK, task);
              return new Request.Answer.Commit(
                  new Txn(
                      List.of(
                          Txn.Guard.absent(key),
                          new Txn.Guard.CreateRevisionIs(
                              statusKey(Kind.TASK, task), status.get().createRevision())),
                      List.of(new Txn.Write.Put(key, Json.write(Task.of(metadata, null, null))))));
            }));
  }

  private void agent(String name, UnaryOperator<AgentSpec> change) {
    send(
        request(
            "change Agent " + name,
            Kind.AGENT,
            name,
            (spec, status) -> {
              if (status.isEmpty()) {
                return new Request.Answer.Nothing("it is not there");
              }
              ObjectMeta metadata = Json.read(Agent.class, status.get().value()).metadata();
              Agent before =
                  spec.map(entry -> Json.read(Agent.class, entry.value()))
                      .orElseGet(
                          () ->
                              Agent.of(
                                  new ObjectMeta.Builder()
                                      .name(name)
                                      .uid(metadata.uid())
                                      .generation(0L)
                                      .creationTimestamp(metadata.creationTimestamp())
                                      .build(),
                                  new AgentSpec(null, null, new TreeMap<>()),
                                  null));
              AgentSpec after = change.apply(before.requireSpec());
              return put(
                  Kind.AGENT,
                  name,
                  spec.map(Entry::modRevision).orElse(0L),
                  Agent.of(grown(before.metadata()), after, null));
            }));
  }

  private Request.Answer put(Kind kind, String name, long modRevision, ApiObject object) {
    String key = specKey(kind, name);
    return new Request.Answer.Commit(
        new Txn(
            List.of(new Txn.Guard.ModRevisionIs(key, modRevision)),
            List.of(new Txn.Write.Put(key, Json.write(object)))));
  }

  private static ObjectMeta grown(ObjectMeta metadata) {
    Long generation = metadata.generation();
    return metadata.toBuilder().generation(generation == null ? 1 : generation + 1).build();
  }

  private Request request(String name, Kind kind, String object, Request.Proposal proposal) {
    return new Request(name, specKey(kind, object), statusKey(kind, object), proposal);
  }

  private String specKey(Kind kind, String name) {
    return keyspace.text(new Key.Spec(kind, kind.namespaced() ? NAMESPACE : null, name));
  }

  private String statusKey(Kind kind, String name) {
    return keyspace.text(new Key.Status(kind, kind.namespaced() ? NAMESPACE : null, name));
  }

  // --- sending ---

  private void send(Request request) {
    read(request, 0);
  }

  private void read(Request request, int tries) {
    var _ =
        store
            .range(RangeRequest.key(request.specKey()), DEADLINE)
            .thenCombine(
                store.range(RangeRequest.key(request.statusKey()), DEADLINE),
                (spec, status) -> request.proposal().of(first(spec), first(status)))
            .whenComplete(
                (answer, failure) -> {
                  if (failure != null) {
                    again(request, tries);
                  } else {
                    switch (answer) {
                      case Request.Answer.Commit(Txn txn) -> commit(request, tries, txn);
                      case Request.Answer.Nothing(String why) -> done(request, why);
                      case Request.Answer.Later() -> again(request, tries);
                    }
                  }
                });
  }

  private void commit(Request request, int tries, Txn txn) {
    var _ =
        store
            .commit(txn, DEADLINE)
            .whenComplete(
                (TxnResult result, @Nullable Throwable failure) -> {
                  if (failure == null && result.committed()) {
                    done(request, "acknowledged at " + result.revision());
                  } else if (failure instanceof StoreException why
                      && why.kind() == StoreException.Kind.REJECTED) {
                    done(request, "rejected: " + why.getMessage());
                  } else {
                    again(request, tries);
                  }
                });
  }

  private void again(Request request, int tries) {
    if (tries == TRIES_MAX) {
      done(request, "given up");
    } else {
      scheduler.after(AGAIN, () -> read(request, tries + 1));
    }
  }

  private void done(Request request, String how) {
    reporter.say(AUTHOR, request.name() + ": " + how);
  }

  private static Optional<Entry> first(RangeResult result) {
    return result.entries().stream().findFirst();
  }

  private Instant wall() {
    return START.plusSeconds(scheduler.now().toSeconds());
  }
}
