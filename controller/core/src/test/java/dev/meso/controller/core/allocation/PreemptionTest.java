package dev.meso.controller.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import dev.meso.api.record.AttemptId;
import dev.meso.api.resource.PortRanges;
import dev.meso.api.resource.Resources;
import dev.meso.controller.core.placement.AgentFacts;
import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.placement.Company;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Rooms;
import dev.meso.controller.core.placement.Shape;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.ObjectRef;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compares what is found with what a search finds that leaves nothing out. */
final class PreemptionTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final int WORLDS = 3000;
  private static final String[] QUEUES = {"ours", "theirs.a", "theirs.b"};

  @Test
  void quickBoundHidesNoVictim() {
    int found = 0;
    int none = 0;
    for (int seed = 0; seed < WORLDS; seed++) {
      World world = new World(seed);
      Ask ask = world.ask();
      Eviction expected = world.exhaustive(ask);
      int mark = world.rooms.mark();
      Eviction actual = world.preemption().find(ask, seed);
      assertThat(world.rooms.mark()).as("seed %s: the trial is taken back", seed).isEqualTo(mark);
      assertThat(actual).as("seed %s", seed).isEqualTo(expected);
      found += actual != null && !actual.victims().isEmpty() ? 1 : 0;
      none += actual == null ? 1 : 0;
    }
    assertThat(found).isGreaterThan(WORLDS / 10);
    assertThat(none).isGreaterThan(WORLDS / 10);
  }

  @Test
  void whatIsRememberedForTheNextTaskIsStillTheLeastHarm() {
    int further = 0;
    for (int seed = 0; seed < WORLDS; seed++) {
      World world = new World(seed);
      Ask[] asks = {world.ask(), world.ask()};
      Preemption preemption = world.preemption();
      for (int task = 0; task < 8; task++) {
        Ask ask = asks[task % 2];
        Eviction eviction = preemption.find(ask, task);
        assertThat(eviction).as("seed %s, task %s", seed, task).isEqualTo(world.exhaustive(ask));
        if (eviction != null) {
          world.carryOut(ask, eviction, preemption);
          further += task > 1 ? 1 : 0;
        }
      }
    }
    assertThat(further).isGreaterThan(WORLDS / 10);
  }

  /** Few agents, full of tasks of three queues; some are being ended already. */
  private static final class World implements Tenants {
    final Rooms rooms = new Rooms();
    final QueueTree queues = new QueueTree();
    private final Random random;
    private final Map<String, List<Victim>> evictable = new LinkedHashMap<>();
    private final Map<String, List<Charge>> leaving = new LinkedHashMap<>();
    private final int stubborn;

    World(int seed) {
      random = new Random(seed);
      stubborn = random.nextInt(1, 9);
      for (String queue : QUEUES) {
        long[] guarantee = {random.nextInt(3) == 0 ? random.nextInt(1, 20) : 0, 0, 0, 0};
        queues.configure(queue, new QueueTerms(1, guarantee, new long[0], QueueTerms.NO_LIMIT));
      }
      int agents = random.nextInt(1, 6);
      for (int i = 0; i < agents; i++) {
        AgentRoom room = agent("a" + i, random.nextInt(4, 10), random.nextInt(4, 10));
        List<Victim> victims = new ArrayList<>();
        List<Charge> going = new ArrayList<>();
        evictable.put(room.agent(), victims);
        leaving.put(room.agent(), going);
        for (int task = 0; task < 20; task++) {
          tenant(room, "t" + i + "-" + task, victims, going);
        }
        victims.sort(null);
      }
      rooms.begin();
      queues.mark();
    }

    /** As the allocator does it. */
    void carryOut(Ask ask, Eviction eviction, Preemption preemption) {
      String agent = eviction.room().agent();
      for (Victim victim : eviction.victims()) {
        chosen(agent, victim);
        long[] freed = QueueTree.negative(victim.charge().amounts());
        queues.charge(queues.leaf(victim.queue()), freed, -1);
      }
      Charge charge = rooms.charge(ask.demand());
      rooms.takeInTrial(eviction.room(), charge);
      queues.charge(queues.find(ask.queue()), charge.amounts(), 1);
      preemption.changed(agent);
    }

    private AgentRoom agent(String name, int cpu, int memory) {
      return rooms.put(
          new AgentFacts(
              name,
              "host",
              null,
              true,
              new TreeMap<>(),
              List.of(),
              List.of(),
              List.of(),
              new Resources(cpu, memory, 0, 0, Collections.emptySortedMap()),
              PortRanges.NONE));
    }

    private void tenant(AgentRoom room, String name, List<Victim> victims, List<Charge> going) {
      long[] amounts = {random.nextInt(7), random.nextInt(7), 0, 0};
      if (amounts[0] > room.free(0) || amounts[1] > room.free(1)) {
        return;
      }
      String queue = QUEUES[random.nextInt(QUEUES.length)];
      int[] ports = random.nextInt(4) == 0 && !room.taken(80) ? new int[] {80} : new int[0];
      Charge charge =
          new Charge(amounts, ports, "default", null, Collections.emptySortedMap(), queue);
      rooms.take(room, charge);
      queues.charge(queues.leaf(queue), amounts, 1);
      if (random.nextInt(12) == 0) {
        going.add(charge);
        return;
      }
      Instant since = NOW.minusMillis(random.nextInt(10_000));
      AttemptId attempt = new AttemptId("default", name, 1);
      victims.add(new Victim(attempt, queue, random.nextInt(4), since, charge));
    }

    Ask ask() {
      TreeMap<String, Integer> ports = new TreeMap<>();
      if (random.nextInt(3) == 0) {
        ports.put("web", 80);
      }
      Resources wanted =
          new Resources(
              random.nextInt(1, 8), random.nextInt(0, 8), 0, 0, Collections.emptySortedMap());
      Demand demand =
          new Demand(
              new Shape(wanted, new TreeMap<>(), ports, List.of()),
              "default",
              "default/Job/j",
              false,
              Company.ANY,
              Collections.emptySortedMap(),
              "ours",
              null,
              null);
      ObjectRef origin = new ObjectRef(Kind.TASK, "default", "new");
      int priority = random.nextInt(5);
      return new Ask(origin, "ours", priority, NOW, "", true, null, Ask.Gang.NONE, demand, 1);
    }

    Preemption preemption() {
      return new Preemption(rooms, queues, this, NOW);
    }

    private record Way(Eviction eviction, int priority, long work) {}

    /** Asks every agent, whatever it has, and the predicate after every victim. */
    @Nullable Eviction exhaustive(Ask ask) {
      List<Way> ways = new ArrayList<>();
      for (AgentRoom room : rooms.all()) {
        int taken = rooms.mark();
        int mark = queues.mark();
        Way way = way(ask, room);
        if (way != null) {
          ways.add(way);
        }
        queues.rollback(mark);
        rooms.rollback(taken);
      }
      return ways.stream()
          .min(
              Comparator.comparingInt(Way::priority)
                  .thenComparingLong(Way::work)
                  .thenComparingInt(way -> way.eviction().victims().size())
                  .thenComparing(way -> way.eviction().room().agent()))
          .map(Way::eviction)
          .orElse(null);
    }

    private @Nullable Way way(Ask ask, AgentRoom room) {
      leaving(room.agent()).forEach(charge -> rooms.giveBackInTrial(room, charge));
      List<Victim> chosen = new ArrayList<>();
      for (Victim victim : evictable(room.agent())) {
        if (rooms.refusal(ask.demand(), room) == null) {
          break;
        }
        if (mayEnd(ask, victim) && expendable(room.agent(), victim, chosen)) {
          rooms.giveBackInTrial(room, victim.charge());
          long[] freed = QueueTree.negative(victim.charge().amounts());
          queues.charge(queues.leaf(victim.queue()), freed, -1);
          chosen.add(victim);
        }
      }
      if (rooms.refusal(ask.demand(), room) != null) {
        return null;
      }
      for (Victim victim : List.copyOf(chosen).reversed()) {
        rooms.takeInTrial(room, victim.charge());
        if (rooms.refusal(ask.demand(), room) == null) {
          chosen.remove(victim);
        } else {
          rooms.giveBackInTrial(room, victim.charge());
        }
      }
      int dearest = chosen.stream().mapToInt(Victim::priority).max().orElse(Integer.MIN_VALUE);
      long work =
          chosen.stream().mapToLong(victim -> victim.since().until(NOW, ChronoUnit.SECONDS)).sum();
      return new Way(new Eviction(room, chosen), dearest, work);
    }

    private boolean mayEnd(Ask ask, Victim victim) {
      if (victim.queue().equals(ask.queue())) {
        return victim.priority() < ask.priority();
      }
      long[] amounts = rooms.dimensions().vector(ask.demand().shape().resources());
      return queues.reclaims(
          queues.find("ours"), amounts, queues.find(victim.queue()), victim.charge().amounts());
    }

    @Override
    public List<Victim> evictable(String agent) {
      return evictable.getOrDefault(agent, List.of());
    }

    @Override
    public List<Charge> leaving(String agent) {
      return leaving.getOrDefault(agent, List.of());
    }

    @Override
    public boolean expendable(String agent, Victim victim, List<Victim> besides) {
      return victim.attempt().task().hashCode() % stubborn != 1 && besides.size() < 4;
    }

    @Override
    public void chosen(String agent, Victim victim) {
      evictable(agent).remove(victim);
      leaving(agent).add(victim.charge());
    }

    @Override
    public void spared(String agent, Victim victim) {
      throw new IllegalStateException("nothing is taken back here");
    }
  }
}
