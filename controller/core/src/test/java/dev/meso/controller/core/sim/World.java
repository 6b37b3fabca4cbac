package dev.meso.controller.core.sim;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.AgentStatus;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.AppSpec;
import dev.meso.api.kind.AppStatus;
import dev.meso.api.kind.Container;
import dev.meso.api.kind.ContainerPort;
import dev.meso.api.kind.Gang;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.JobSpec;
import dev.meso.api.kind.JobStatus;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.QueueSpec;
import dev.meso.api.kind.ResourceRequirements;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.kind.TaskTemplate;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.Registration;
import dev.meso.api.resource.Quantity;
import dev.meso.api.time.Now;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Scoring;
import dev.meso.controller.core.plan.Plan;
import dev.meso.controller.core.plan.PlannedGuard;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.plan.PlannedWrite;
import dev.meso.controller.core.state.ClusterState;
import dev.meso.controller.core.state.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in a test: a store, agents, users, and a leader that is led by hand or by {@link
 * #settle}. Every step is on one thread, time moves only by {@link #pass}.
 */
public final class World {
  public static final String NS = "default";
  private static final int ROUNDS_MAX = 400;

  private final FakeStore store = new FakeStore();
  private final SortedMap<String, FakeAgent> agents = new TreeMap<>();
  private final Decider decider = new Decider(Decider.LOST_AFTER, Placer.by(Scoring.SPREAD));
  private ClusterState state = new ClusterState();
  private Now now = new Now(Instant.parse("2026-01-01T00:00:00Z"), Duration.ofHours(1));
  private int heard;
  private int uids;

  public FakeStore store() {
    return store;
  }

  public ClusterState state() {
    return state;
  }

  public Decider decider() {
    return decider;
  }

  public Now now() {
    return now;
  }

  public SortedMap<String, FakeAgent> agents() {
    return agents;
  }

  public FakeAgent agent(String name) {
    FakeAgent agent = agents.get(name);
    if (agent == null) {
      throw new AssertionError("no agent " + name);
    }
    return agent;
  }

  /** An agent of so many cores, 8 GiB and ports 31000 to 31009, alive. */
  public World withAgent(String name, int cores) {
    return withAgent(name, cores, "31000-31009");
  }

  public World withAgent(String name, int cores, String ports) {
    return withAgent(name, cores, ports, null);
  }

  /** An agent with disk, and without ports. */
  public World withDisk(String name, int cores, String disk) {
    return withAgent(name, cores, "", disk);
  }

  private World withAgent(String name, int cores, String ports, @Nullable String disk) {
    TreeMap<String, Quantity> capacity = new TreeMap<>();
    if (disk != null) {
      capacity.put("disk", Quantity.parse(disk));
    }
    capacity.put("cpu", Quantity.parse(Integer.toString(cores)));
    capacity.put("memory", Quantity.parse("8Gi"));
    FakeAgent agent = new FakeAgent(name, store);
    agents.put(name, agent);
    store.put(
        new Key.Registration(name),
        new Registration(
            name,
            "uid-" + name,
            name + ".test",
            "http://" + name,
            "1",
            capacity,
            ports,
            new TreeMap<>(Map.of("zone", "z" + name.length()))));
    agent.connect(now.wall());
    return this;
  }

  public World agentSpec(String name, AgentSpec spec) {
    ObjectMeta metadata = new ObjectMeta.Builder().name(name).uid("uid-" + name).build();
    store.put(new Key.Spec(Kind.AGENT, null, name), Agent.of(metadata, spec, null));
    return this;
  }

  public World declareGone(String name) {
    return agentSpec(name, new AgentSpec(null, true, Collections.emptySortedMap()));
  }

  /** A spec of one container that wants so many millicores, and ports of these names. */
  public static TaskSpec spec(int millis, String... ports) {
    return lostSpec(millis, TaskSpec.ON_LOST_REPLACE, "run", ports);
  }

  public static TaskSpec lostSpec(int millis, String onLost, String command, String... ports) {
    List<ContainerPort> named = new ArrayList<>();
    for (String port : ports) {
      int at = port.indexOf('=');
      named.add(
          at < 0
              ? new ContainerPort(port, null)
              : new ContainerPort(port.substring(0, at), Integer.valueOf(port.substring(at + 1))));
    }
    TreeMap<String, Quantity> requests = new TreeMap<>();
    requests.put("cpu", Quantity.ofMillis(millis));
    Container container =
        new Container(
            "main",
            List.of(command),
            List.of(),
            null,
            List.of(),
            named,
            new ResourceRequirements(requests, Collections.emptySortedMap()));
    return new TaskSpec(
        List.of(container), Collections.emptySortedMap(), "Never", null, 10, onLost, null);
  }

  public World withApp(String name, int replicas, TaskSpec spec) {
    create(App.of(fresh(name, NS), new AppSpec(replicas, new TaskTemplate(null, spec)), null));
    return this;
  }

  public World withJob(String name, int completions, int parallelism, int limit, TaskSpec spec) {
    create(
        Job.of(
            fresh(name, NS),
            new JobSpec(completions, parallelism, limit, new TaskTemplate(null, spec)),
            null));
    return this;
  }

  /** A Job whose members start together, and give back what they hold after a minute. */
  public World withGang(String name, int completions, int least, TaskSpec spec) {
    JobSpec job =
        new JobSpec(completions, completions, 6, new TaskTemplate(null, spec), new Gang(least, 60));
    create(Job.of(fresh(name, NS), job, null));
    return this;
  }

  /** A queue without limits; one that is there gets these terms. */
  public World withQueue(String name) {
    return withQueue(
        name,
        new QueueSpec(1, Collections.emptySortedMap(), Collections.emptySortedMap(), null, null));
  }

  /** A queue with these terms, or one that is there gets them. */
  public World withQueue(String name, QueueSpec spec) {
    store.put(new Key.Spec(Kind.QUEUE, null, name), Queue.of(fresh(name, null), spec, null));
    return this;
  }

  /** How many tasks of an App run, as its status says. */
  public int running(String app) {
    return Objects.requireNonNullElse(appStatus(app).readyReplicas(), 0);
  }

  /** How many attempts agents run of tasks whose names begin so. */
  public long attemptsOf(String prefix) {
    return agents.values().stream()
        .flatMap(agent -> agent.running().keySet().stream())
        .filter(id -> id.task().startsWith(prefix))
        .count();
  }

  public World withTask(String name, TaskSpec spec) {
    create(Task.of(fresh(name, NS), spec, null));
    return this;
  }

  /** Creates an object if its name is free, as the API server does. */
  public boolean create(ApiObject object) {
    ObjectMeta metadata = object.metadata();
    Kind kind = Kind.of(object);
    String name = metadata.requireName();
    Key.Spec spec = new Key.Spec(kind, metadata.namespace(), name);
    Key.Status status = new Key.Status(kind, metadata.namespace(), name);
    if (store.get(spec).isPresent() || store.get(status).isPresent()) {
      return false;
    }
    store.put(spec, object);
    return true;
  }

  public ObjectMeta fresh(String name, @Nullable String namespace) {
    return new ObjectMeta.Builder()
        .name(name)
        .namespace(namespace)
        .uid("uid-" + ++uids)
        .generation(1L)
        .creationTimestamp(now.wall())
        .build();
  }

  /** Changes an App's spec. */
  public void app(String name, int replicas, TaskSpec spec) {
    Key key = new Key.Spec(Kind.APP, NS, name);
    if (store.get(key).map(FakeStore.Held::value).orElse(null) instanceof App app) {
      long generation = app.metadata().generation() == null ? 1 : app.metadata().generation();
      store.put(
          key,
          app.withSpec(new AppSpec(replicas, new TaskTemplate(null, spec)))
              .withMetadata(app.metadata().toBuilder().generation(generation + 1).build()));
    }
  }

  /** A user deletes an object. */
  public void delete(Kind kind, @Nullable String namespace, String name) {
    Key key = new Key.Spec(kind, namespace, name);
    if (store.get(key).map(FakeStore.Held::value).orElse(null) instanceof ApiObject object) {
      if (!object.metadata().deleting()) {
        store.put(
            key,
            object.withMetadata(
                object.metadata().toBuilder().deletionTimestamp(now.wall()).build()));
      }
    } else if (kind == Kind.TASK && task(name) != null) {
      Task task = task(name);
      ObjectMeta intent =
          new ObjectMeta.Builder()
              .name(name)
              .namespace(namespace)
              .uid(task.metadata().uid())
              .deletionTimestamp(now.wall())
              .build();
      store.put(key, Task.of(intent, null, null));
    }
  }

  public @Nullable Task task(String name) {
    return store.get(new Key.Status(Kind.TASK, NS, name)).map(FakeStore.Held::value).orElse(null)
            instanceof Task task
        ? task
        : null;
  }

  /** The stored status of a task that is known to be there. */
  public TaskStatus status(String name) {
    Task task = task(name);
    if (task == null || task.status() == null) {
      throw new AssertionError("no status of task " + name + ": " + store.keys().keySet());
    }
    return task.status();
  }

  public AppStatus appStatus(String name) {
    if (store.get(new Key.Status(Kind.APP, NS, name)).map(FakeStore.Held::value).orElse(null)
            instanceof App app
        && app.status() != null) {
      return app.status();
    }
    throw new AssertionError("no status of App " + name);
  }

  public JobStatus jobStatus(String name) {
    if (store.get(new Key.Status(Kind.JOB, NS, name)).map(FakeStore.Held::value).orElse(null)
            instanceof Job job
        && job.status() != null) {
      return job.status();
    }
    throw new AssertionError("no status of Job " + name);
  }

  public AgentStatus agentStatus(String name) {
    if (store.get(new Key.Status(Kind.AGENT, null, name)).map(FakeStore.Held::value).orElse(null)
            instanceof Agent agent
        && agent.status() != null) {
      return agent.status();
    }
    throw new AssertionError("no status of agent " + name);
  }

  /** Assignments in the store, as text {@code agent task#attempt desired}. */
  public List<String> assignments() {
    List<String> all = new ArrayList<>();
    store
        .keys()
        .forEach(
            (key, held) -> {
              if (key instanceof Key.Assignment(String agent, var id)
                  && held.value() instanceof Assignment it) {
                all.add(agent + " " + id.task() + "#" + id.attempt() + " " + it.desired());
              }
            });
    Collections.sort(all);
    return all;
  }

  /** The leader begins: it hears everything and takes office. */
  public World lead() {
    state = new ClusterState();
    heard = 0;
    state.apply(new Event.Tick(now));
    hear();
    state.apply(new Event.TookOffice("c1"));
    return this;
  }

  /** The leader hears everything that happened. */
  public void hear() {
    while (heard < store.log().size()) {
      hearOne();
    }
  }

  public boolean behind() {
    return heard < store.log().size();
  }

  /** The leader hears one whole revision. */
  public void hearOne() {
    long revision = store.log().get(heard).revision();
    while (heard < store.log().size() && store.log().get(heard).revision() == revision) {
      state.apply(event(store.log().get(heard)));
      heard++;
    }
    state.apply(new Event.RevisionApplied(revision));
  }

  private static Event event(FakeStore.Change change) {
    Object value = change.value();
    return value == null
        ? new Event.Removed(change.key(), change.revision())
        : new Event.Put(change.key(), value, change.created(), change.revision());
  }

  public void pass(Duration time) {
    now = now.plus(time);
    state.apply(new Event.Tick(now));
  }

  public Plan decide() {
    return decider.decide(state, now, 7);
  }

  /** Carries a transaction out and tells the leader what came of it. */
  public boolean carryOut(PlannedTxn txn) {
    return answer(txn, store.commit(txn));
  }

  /** Tells the leader what came of a transaction. */
  public boolean answer(PlannedTxn txn, OptionalLong revision) {
    if (revision.isPresent()) {
      state.apply(new Event.Acknowledged(txn.id(), revision.getAsLong()));
      return true;
    }
    state.apply(new Event.Refused(txn.id()));
    Set<Key> keys = new LinkedHashSet<>();
    txn.guards().stream().map(PlannedGuard::key).forEach(keys::add);
    txn.writes().stream().map(PlannedWrite::key).forEach(keys::add);
    for (Key key : keys) {
      FakeStore.Held held = store.keys().get(key);
      state.apply(
          held == null
              ? new Event.Removed(key, store.revision())
              : new Event.Put(key, held.value(), held.created(), held.modified()));
    }
    return false;
  }

  /** Decides once and carries everything out; says what was written. */
  public List<String> round() {
    hear();
    Plan plan = decide();
    state.apply(new Event.Submitted(plan));
    plan.txns().forEach(this::carryOut);
    hear();
    return Plans.text(plan);
  }

  /** Lets leader and agents work, without time passing, until nothing changes any more. */
  public World settle() {
    for (int i = 0; i < ROUNDS_MAX; i++) {
      boolean changed = !round().isEmpty();
      for (FakeAgent agent : agents.values()) {
        changed |= agent.step(now.wall());
      }
      if (!changed) {
        return this;
      }
    }
    throw new AssertionError("does not settle: " + Plans.text(decide()));
  }

  /** Settles, with time passing a second at a time. */
  public World settleFor(Duration time) {
    settle();
    for (long second = 0; second < time.toSeconds(); second++) {
      pass(Duration.ofSeconds(1));
      settle();
    }
    return this;
  }
}
