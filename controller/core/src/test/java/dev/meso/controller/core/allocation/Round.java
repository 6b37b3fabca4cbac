package dev.meso.controller.core.allocation;

import dev.meso.api.kind.Kind;
import dev.meso.api.record.AttemptId;
import dev.meso.api.resource.PortRanges;
import dev.meso.api.resource.Resources;
import dev.meso.controller.core.placement.AgentFacts;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.placement.Company;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Found;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Rooms;
import dev.meso.controller.core.placement.Scoring;
import dev.meso.controller.core.placement.Shape;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One decision of an {@link Allocator} on agents and queues of a test, and what came of it. */
final class Round implements Tenants {
  static final long GI = 1L << 30;

  final Rooms rooms = new Rooms();
  final QueueTree queues = new QueueTree();

  /** Origins in the order in which they were placed, with their agents: {@code a on a1}. */
  final List<String> placed = new ArrayList<>();

  /** For whom others end: {@code a on a1 for [default/low#1]}. */
  final List<String> cleared = new ArrayList<>();

  /** How many tasks of each origin found no room, and why. */
  final Map<String, Refusal> refused = new LinkedHashMap<>();

  final Map<String, Integer> left = new LinkedHashMap<>();
  final List<String> postponed = new ArrayList<>();

  /** Writes that a decision may have. */
  int most = Integer.MAX_VALUE;

  private final Map<String, List<Victim>> running = new TreeMap<>();
  private final Map<String, List<Charge>> leaving = new TreeMap<>();
  private long cores;
  private long gibibytes;

  Round() {
    queue("default", 1, 0);
  }

  Round agent(String name, long cores, long gibibytes) {
    rooms.put(
        new AgentFacts(
            name,
            name,
            null,
            true,
            Collections.emptySortedMap(),
            List.of(),
            List.of(),
            List.of(),
            Resources.of(cores * 1000, gibibytes * GI),
            PortRanges.NONE));
    this.cores += cores;
    this.gibibytes += gibibytes;
    queues.total(rooms.dimensions().vector(Resources.of(this.cores * 1000, this.gibibytes * GI)));
    return this;
  }

  Round queue(String name, int weight, long guaranteedCores) {
    queues.configure(
        name,
        new QueueTerms(
            weight,
            rooms.dimensions().vector(Resources.of(guaranteedCores * 1000, 0)),
            new long[0],
            QueueTerms.NO_LIMIT));
    return this;
  }

  /** Something that runs already. */
  Round runs(String task, String agent, String queue, int priority, long cores) {
    Charge charge = rooms.charge(demand(queue, cores, 0));
    rooms.take(Objects.requireNonNull(rooms.room(agent)), charge);
    queues.charge(queues.leaf(queue), charge.amounts(), 1);
    running
        .computeIfAbsent(agent, _ -> new ArrayList<>())
        .add(new Victim(new AttemptId("default", task, 1), queue, priority, Instant.EPOCH, charge));
    return this;
  }

  static Demand demand(String queue, long cores, long gibibytes) {
    return new Demand(
        new Shape(
            Resources.of(cores * 1000, gibibytes * GI),
            Collections.emptySortedMap(),
            new TreeMap<>(),
            List.of()),
        "default",
        "default/Job/" + queue,
        false,
        Company.ANY,
        Collections.emptySortedMap(),
        queue,
        null,
        null);
  }

  static Ask ask(String name, Demand demand, int priority, long since, int count) {
    return ask(name, demand, priority, since, count, Ask.Gang.NONE, null);
  }

  static Ask ask(
      String name,
      Demand demand,
      int priority,
      long since,
      int count,
      Ask.Gang gang,
      @Nullable String nominated) {
    return new Ask(
        new ObjectRef(Kind.JOB, "default", name),
        demand.queue(),
        priority,
        Instant.ofEpochSecond(since),
        "",
        true,
        nominated,
        gang,
        demand,
        count);
  }

  /** Decides; what was taken for trial stays as it was decided. */
  Round serve(List<Ask> asks) {
    rooms.begin();
    new Allocator(
            rooms,
            queues,
            Placer.by(Scoring.PACK),
            new Preemption(rooms, queues, this, Instant.ofEpochSecond(1000)),
            new Backfill(
                rooms, queues, Placer.by(Scoring.PACK), List::of, Instant.ofEpochSecond(1000)),
            this,
            7,
            new Log())
        .run(asks, List.of());
    return this;
  }

  private final class Log implements Allocator.Outcome {
    @Override
    public void placed(Ask ask, Found found) {
      placed.add(ask.origin().name() + " on " + found.agent());
    }

    @Override
    public void clearing(Ask ask, Eviction eviction) {
      cleared.add(
          ask.origin().name()
              + " on "
              + eviction.room().agent()
              + " for "
              + eviction.victims().stream().map(Victim::attempt).toList());
    }

    @Override
    public void refused(Ask ask, int tasks, Refusal why) {
      refused.put(ask.origin().name(), why);
      left.merge(ask.origin().name(), tasks, Integer::sum);
    }

    @Override
    public boolean full() {
      return placed.size() >= most;
    }

    @Override
    public void postponed(Ask ask) {
      postponed.add(ask.origin().name());
    }
  }

  /** How many tasks of an origin were placed. */
  long won(String name) {
    return placed.stream().filter(it -> it.startsWith(name + " on ")).count();
  }

  @Override
  public List<Victim> evictable(String agent) {
    return running.getOrDefault(agent, List.of());
  }

  @Override
  public List<Charge> leaving(String agent) {
    return leaving.getOrDefault(agent, List.of());
  }

  @Override
  public boolean expendable(String agent, Victim victim, List<Victim> besides) {
    return true;
  }

  @Override
  public void chosen(String agent, Victim victim) {
    Objects.requireNonNull(running.get(agent)).remove(victim);
    leaving.computeIfAbsent(agent, _ -> new ArrayList<>()).add(victim.charge());
  }

  @Override
  public void spared(String agent, Victim victim) {
    Objects.requireNonNull(leaving.get(agent)).remove(victim.charge());
    Objects.requireNonNull(running.get(agent)).add(victim);
  }
}
