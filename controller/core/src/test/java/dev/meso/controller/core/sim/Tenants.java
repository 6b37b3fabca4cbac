package dev.meso.controller.core.sim;

import dev.meso.api.key.Key;
import dev.meso.api.kind.AgentReservation;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.App;
import dev.meso.api.kind.AppSpec;
import dev.meso.api.kind.DisruptionBudget;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.QueueSpec;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskTemplate;
import dev.meso.api.kind.TaskVolume;
import dev.meso.api.kind.Volume;
import dev.meso.api.kind.VolumeSpec;
import dev.meso.api.record.Assignment;
import dev.meso.api.resource.Quantity;
import dev.meso.api.resource.Resources;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.Plan;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.plan.PlannedWrite;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.TaskRow;
import dev.meso.controller.core.state.WorkloadRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Users who share a cluster by a tree of queues: terms change, queues go, agents are kept for
 * queues, Apps have priorities and budgets, Jobs are gangs, work has deadlines and volumes. At
 * every transaction no queue may come to hold more than its limit by it, no gang may start of which
 * too few members have agents ({@link GangOracle}), and what is kept stays kept ({@link
 * KeptOracle}).
 */
public final class Tenants {
  static final int GANG = 3;
  private static final List<String> QUEUES = List.of("eng", "eng.web", "eng.ml", "ops");

  /** So many wishes come together: users are less patient than a store. */
  private static final int AT_ONCE = 3;

  /** The queue of volumes and of the tasks that use them. */
  private static final String STORED = "ops";

  private final World world;

  private final GangOracle gangs;
  private final KeptOracle kept;
  private int preempted;
  private int passed;
  private int compared;

  public Tenants(World world) {
    this.world = world;
    gangs = new GangOracle(world.store());
    kept = new KeptOracle(world.store());
    QUEUES.forEach(world::withQueue);
  }

  /**
   * What happened in a story.
   *
   * @param preempted tasks that ended for others
   * @param passed tasks that passed a gang for which room was kept
   * @param gangs that began
   * @param beside tasks that were placed where something was kept for other queues
   * @param bound volumes that were bound
   * @param compared decisions that were compared with those on a rebuilt state
   */
  public record Happened(
      int preempted, int passed, int gangs, int beside, int bound, int compared) {
    public static final Happened NOTHING = new Happened(0, 0, 0, 0, 0, 0);

    public Happened plus(Happened more) {
      return new Happened(
          preempted + more.preempted,
          passed + more.passed,
          gangs + more.gangs,
          beside + more.beside,
          bound + more.bound,
          compared + more.compared);
    }
  }

  public Happened happened() {
    return new Happened(preempted, passed, gangs.started(), kept.beside(), kept.bound(), compared);
  }

  /**
   * Whether a state that was just read knows of all who wait for room. Of one whose own record is
   * being written it does not; the leader knows, and gives him no place but lets him pass for one
   * who gets it.
   */
  boolean knownWaiters() {
    boolean known = world.state().waiting().keySet().stream().noneMatch(this::busy);
    compared += known ? 1 : 0;
    return known;
  }

  private boolean busy(ObjectRef ref) {
    if (ref.kind() == Kind.TASK) {
      return busy(new TaskName(ref.namespace(), ref.name()));
    }
    WorkloadRow row = world.state().workloads().get(ref);
    return row != null && (row.busy() || row.tasks().stream().anyMatch(TaskRow::busy));
  }

  private boolean busy(TaskName name) {
    TaskRow row = world.state().tasks().get(name);
    return row != null && row.busy();
  }

  /** Whoever is placed while a gang waits for which room is kept has passed it. */
  void decided(Plan plan) {
    boolean waits =
        plan.notDone().values().stream()
            .anyMatch(
                why ->
                    why.reason().equals(NotDone.GANG_INCOMPLETE)
                        && why.message().contains("that room is kept for it"));
    if (waits) {
      passed +=
          (int)
              plan.txns().stream()
                  .flatMap(txn -> txn.writes().stream())
                  .filter(
                      write ->
                          write instanceof PlannedWrite.Put(Key.Assignment _, Assignment it)
                              && !it.stopping()
                              && it.attempt() > 0)
                  .count();
    }
  }

  private void count(PlannedTxn txn) {
    for (PlannedWrite write : txn.writes()) {
      preempted +=
          write instanceof PlannedWrite.Put(_, Task task)
                  && task.status() != null
                  && task.status().phase() == TaskPhase.STOPPING
                  && NotDone.PREEMPTED.equals(task.status().reason())
              ? 1
              : 0;
    }
  }

  void step(Random random) {
    for (int i = 0; i < AT_ONCE; i++) {
      wish(random);
    }
  }

  private void wish(Random random) {
    String queue = QUEUES.get(random.nextInt(QUEUES.size()));
    TaskSpec spec = spec(random, queue);
    String app = "app" + random.nextInt(3);
    String gang = "gang" + random.nextInt(2);
    String volume = "v" + random.nextInt(3);
    switch (random.nextInt(12)) {
      case 8 -> reserve(random);
      case 9 -> world.create(volume(random, volume));
      case 10 -> {
        if (random.nextBoolean()) {
          world.delete(Kind.VOLUME, World.NS, volume);
        } else {
          world.delete(Kind.TASK, World.NS, "user" + random.nextInt(3));
        }
      }
      case 11 ->
          world.withTask(
              "user" + random.nextInt(3),
              spec.toBuilder()
                  .queue(STORED)
                  .volumes(List.of(new TaskVolume("data", volume, null)))
                  .build());
      case 0, 1 -> world.withQueue(queue, terms(random));
      case 2 -> world.store().delete(new Key.Spec(Kind.QUEUE, null, queue));
      case 3 ->
          world.create(
              App.of(
                  world.fresh(app, World.NS),
                  new AppSpec(
                      1 + random.nextInt(4),
                      new TaskTemplate(null, spec),
                      new DisruptionBudget(1 + random.nextInt(2))),
                  null));
      case 4 -> world.app(app, random.nextInt(5), spec);
      case 5 -> world.delete(Kind.APP, World.NS, app);
      case 6 -> world.withGang(gang, GANG + random.nextInt(2), GANG, spec);
      default -> world.delete(Kind.JOB, World.NS, gang);
    }
  }

  private Volume volume(Random random, String name) {
    return Volume.of(
        world.fresh(name, World.NS),
        new VolumeSpec(
            STORED,
            Quantity.parse(1 + random.nextInt(4) + "Gi"),
            List.of(),
            random.nextBoolean() ? true : null,
            random.nextBoolean() ? VolumeSpec.ON_LOST_RECREATE : null),
        null);
  }

  /** Parts of an agent are kept for queues, one below the other too, instead of those before. */
  private void reserve(Random random) {
    List<String> agents = List.copyOf(world.agents().keySet());
    List<AgentReservation> parts = new ArrayList<>();
    for (String queue : QUEUES) {
      if (random.nextInt(3) == 0) {
        parts.add(
            new AgentReservation(
                queue,
                new TreeMap<>(Map.of("cpu", Quantity.ofMillis(500 + 500 * random.nextInt(2))))));
      }
    }
    world.agentSpec(
        agents.get(random.nextInt(agents.size())), AgentSpec.NONE.withReservations(parts));
  }

  private static TaskSpec spec(Random random, String queue) {
    return World.spec(500 + 500 * random.nextInt(3)).toBuilder()
        .queue(queue)
        .priority(10 * random.nextInt(3))
        .activeDeadlineSeconds(random.nextInt(5) == 0 ? null : 5L + random.nextInt(75))
        .build();
  }

  private static QueueSpec terms(Random random) {
    return new QueueSpec(
        1 + random.nextInt(3),
        cpu(random.nextInt(3)),
        cpu(random.nextBoolean() ? 0 : 2 + random.nextInt(3)),
        random.nextInt(4) == 0 ? 1 + random.nextInt(4) : null,
        null);
  }

  private static SortedMap<String, Quantity> cpu(int cores) {
    TreeMap<String, Quantity> amounts = new TreeMap<>();
    if (cores > 0) {
      amounts.put("cpu", Quantity.parse(Integer.toString(cores)));
    }
    return amounts;
  }

  /** Carries a transaction out and looks at what came of it. */
  OptionalLong commit(PlannedTxn txn) {
    Map<String, List<Assignment>> before = charged();
    Set<Key> there = Set.copyOf(world.store().keys().keySet());
    OptionalLong revision = world.store().commit(txn);
    if (revision.isPresent()) {
      Map<String, List<Assignment>> after = charged();
      after.forEach((queue, all) -> limit(queue, before.getOrDefault(queue, List.of()), all, txn));
      gangs.check(txn);
      kept.check(txn, there);
      count(txn);
    }
    return revision;
  }

  private void limit(
      String queue, List<Assignment> before, List<Assignment> after, PlannedTxn txn) {
    Object held =
        world
            .store()
            .get(new Key.Spec(Kind.QUEUE, null, queue))
            .map(FakeStore.Held::value)
            .orElse(null);
    if (!(held instanceof Queue it) || it.spec() == null || after.size() <= before.size()) {
      return;
    }
    QueueSpec terms = it.spec();
    Resources sum = Resources.NONE;
    for (Assignment assignment : after) {
      sum = sum.plus(Resources.of(assignment.resources()));
    }
    Integer most = terms.maxTasks();
    Quantity cpu = terms.limit().get("cpu");
    boolean beyond =
        cpu != null
            && !sum.fitsIn(
                Resources.of(
                    new TreeMap<>(Map.of("cpu", cpu, "memory", Quantity.parse("1000Gi")))));
    if (beyond || (most != null && after.size() > most)) {
      throw new AssertionError(
          "queue " + queue + " of " + terms + " holds " + after + " after " + txn);
    }
  }

  /** The newest attempt of every task, by each queue that counts it. */
  private Map<String, List<Assignment>> charged() {
    Map<String, Assignment> newest = new TreeMap<>();
    for (FakeStore.Held held : world.store().keys().values()) {
      if (held.value() instanceof Assignment it) {
        newest.merge(it.taskUid(), it, (a, b) -> a.attempt() > b.attempt() ? a : b);
      }
    }
    Map<String, List<Assignment>> queues = new TreeMap<>();
    for (Assignment it : newest.values()) {
      String queue = it.spec().queue() == null ? "default" : it.spec().queue();
      for (String name : QUEUES) {
        if (queue.equals(name) || queue.startsWith(name + ".")) {
          queues.computeIfAbsent(name, _ -> new ArrayList<>()).add(it);
        }
      }
    }
    return queues;
  }
}
