package dev.meso.controller.core.sim;

import dev.meso.api.key.Key;
import dev.meso.api.kind.App;
import dev.meso.api.kind.AppSpec;
import dev.meso.api.kind.DisruptionBudget;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.QueueSpec;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskTemplate;
import dev.meso.api.record.Assignment;
import dev.meso.api.resource.Quantity;
import dev.meso.api.resource.Resources;
import dev.meso.controller.core.plan.PlannedTxn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Users who share a cluster by a tree of queues: terms change, queues go, Apps have priorities and
 * budgets, Jobs are gangs, work has deadlines. At every transaction no queue may come to hold more
 * than its limit by it, and no gang may start of which too few members have agents.
 */
public final class Tenants {
  static final int GANG = 3;
  private static final List<String> QUEUES = List.of("eng", "eng.web", "eng.ml", "ops");

  private final World world;

  /** Names of gangs that began once: their members start one by one from then on. */
  private final Set<String> started = new HashSet<>();

  public Tenants(World world) {
    this.world = world;
    QUEUES.forEach(world::withQueue);
  }

  void step(Random random) {
    String queue = QUEUES.get(random.nextInt(QUEUES.size()));
    TaskSpec spec = spec(random, queue);
    String app = "app" + random.nextInt(3);
    String gang = "gang" + random.nextInt(2);
    switch (random.nextInt(8)) {
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

  private static TaskSpec spec(Random random, String queue) {
    return World.spec(500 + 500 * random.nextInt(3)).toBuilder()
        .queue(queue)
        .priority(10 * random.nextInt(3))
        .activeDeadlineSeconds(random.nextBoolean() ? null : 20L + random.nextInt(60))
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
    OptionalLong revision = world.store().commit(txn);
    if (revision.isPresent()) {
      Map<String, List<Assignment>> after = charged();
      after.forEach((queue, all) -> limit(queue, before.getOrDefault(queue, List.of()), all, txn));
      gangs(txn);
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

  private void gangs(PlannedTxn txn) {
    Map<String, Long> members = new TreeMap<>();
    Set<String> free = new HashSet<>();
    for (FakeStore.Held held : world.store().keys().values()) {
      if (held.value() instanceof Assignment it && gang(it).startsWith("Job/")) {
        members.merge(gang(it), 1L, Long::sum);
        if (!it.mustWait() && !it.stopping()) {
          free.add(gang(it));
        }
      }
    }
    for (String gang : free) {
      if (started.add(gang) && members.getOrDefault(gang, 0L) < GANG) {
        throw new AssertionError(gang + " starts of " + members + ": " + txn);
      }
    }
  }

  private static String gang(Assignment it) {
    return String.valueOf(it.owner());
  }
}
