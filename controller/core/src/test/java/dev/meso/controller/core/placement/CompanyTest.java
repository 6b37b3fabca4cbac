package dev.meso.controller.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Constraint;
import dev.meso.api.kind.Preference;
import dev.meso.api.kind.Spread;
import dev.meso.api.kind.Taint;
import dev.meso.api.kind.TaskSelector;
import dev.meso.api.kind.Toleration;
import dev.meso.api.resource.PortRanges;
import dev.meso.api.resource.Resources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Where tasks go that care for attributes, taints and other tasks. Racks: a1 r1, a2 r1, a3 r2, a4
 * r3.
 */
class CompanyTest {
  private static final long GI = 1L << 30;

  private final List<Charge> held = new ArrayList<>();
  private final List<AgentRoom> where = new ArrayList<>();
  private final Rooms rooms =
      new Rooms(
          (namespace, visitor) -> {
            for (int i = 0; i < held.size(); i++) {
              if (held.get(i).namespace().equals(namespace)) {
                visitor.accept(where.get(i), held.get(i));
              }
            }
          });

  CompanyTest() {
    agent("a1", Map.of("rack", "r1", "kernel", "5.10.3", "disks", "4"), List.of());
    agent("a2", Map.of("rack", "r1", "kernel", "6.1", "disks", "12"), List.of());
    agent("a3", Map.of("rack", "r2", "kernel", "6.8-rc1"), List.of());
    agent("a4", Map.of("rack", "r3", "kernel", "6.8"), List.of());
  }

  @Test
  void attributeConstraintsKeepAgentsAwayAndSayWhich() {
    Demand demand = shaped(Constraint.of("kernel", "Version", ">= 6.1", "< 6.8"));
    assertThat(allowed(demand)).containsExactly("a2", "a3");
    assertThat(allowed(shaped(Constraint.of("disks", "Gt", "5")))).containsExactly("a2");
    assertThat(allowed(shaped(Constraint.of("disks", "DoesNotExist")))).containsExactly("a3", "a4");
    assertThat(allowed(shaped(Constraint.of("agent", "NotIn", "a1", "a4"))))
        .containsExactly("a2", "a3");
    Refusals refusals = rooms.refusals(shaped(Constraint.of("rack", "In", "r9")));
    assertThat(refusals.counts()).containsExactly(Map.entry(Predicate.CONSTRAINT, 4));
    assertThat(refusals.sentence()).contains("4 do not meet a constraint");
  }

  @Test
  void taintsKeepAwayWhoDoesNotTolerateThem() {
    agent("a1", Map.of("rack", "r1"), List.of(new Taint("gpu", "yes", "NoSchedule")));
    agent("a2", Map.of("rack", "r1"), List.of(new Taint("old", "", "PreferNoSchedule")));
    assertThat(allowed(shaped())).containsExactly("a2", "a3", "a4");
    Demand tolerant =
        new Demand(
            shape(List.of(), List.of(new Toleration("gpu", "Exists", null, null))),
            "default",
            "default/App/web",
            true,
            Company.ANY,
            Collections.emptySortedMap(),
            "default",
            null,
            null);
    assertThat(allowed(tolerant)).contains("a1");
    place(shaped());
    place(shaped());
    assertThat(place(shaped()))
        .as("three tasks avoid what would rather be avoided")
        .isNotEqualTo("a2");
  }

  @Test
  void uniqueMeansOneTaskOfTheOwnerForEachValue() {
    Demand demand = with(List.of(counting("rack", "Unique", null)), List.of(), List.of());
    assertThat(List.of(place(demand), place(demand), place(demand))).doesNotHaveDuplicates();
    assertThat(rooms.refusals(demand).counts()).containsExactly(Map.entry(Predicate.COMPANY, 4));
    assertThat(rooms.refusals(demand).sentence()).contains("has 1 of at most 1 of its tasks");
    Demand other =
        new Demand(
            demand.shape(),
            "default",
            "default/App/db",
            true,
            demand.company(),
            demand.labels(),
            "default",
            null,
            null);
    assertThat(allowed(other)).as("another owner's tasks do not count").hasSize(4);
  }

  @Test
  void atMostSoManyTasksShareAValue() {
    Demand demand = with(List.of(counting("rack", "MaxPerValue", 2)), List.of(), List.of());
    for (int i = 0; i < 6; i++) {
      place(demand);
    }
    assertThat(allowed(demand)).isEmpty();
    release(0);
    assertThat(allowed(demand)).isNotEmpty();
  }

  @Test
  void togetherGoesWhereTheChosenTasksAreAndTheFirstOfItsKindAnywhere() {
    Demand cache = labelled("cache", Map.of("app", "cache"), List.of());
    Demand web = labelled("web", Map.of("app", "web"), List.of(near("rack", "Together", "cache")));
    assertThat(allowed(web)).isEmpty();
    Demand self = labelled("own", Map.of("app", "own"), List.of(near("rack", "Together", "own")));
    assertThat(allowed(self)).hasSize(4);
    place(cache);
    String rack = Peers.value(where.getFirst(), "rack");
    assertThat(allowed(web))
        .isNotEmpty()
        .allSatisfy(agent -> assertThat(rack(agent)).isEqualTo(rack));
  }

  @Test
  void apartStaysAwayFromTheChosenTasksAlsoThoseOfTheSameTrial() {
    Demand db = labelled("db", Map.of("app", "db"), List.of());
    Demand batch = labelled("batch", Map.of(), List.of(near("rack", "Apart", "db")));
    assertThat(allowed(batch)).hasSize(4);
    rooms.begin();
    Found found = Objects.requireNonNull(rooms.place(db, Scoring.SPREAD, 0));
    String rack = rack(found.agent());
    assertThat(allowed(batch)).allSatisfy(agent -> assertThat(rack(agent)).isNotEqualTo(rack));
    rooms.end();
    assertThat(allowed(batch)).hasSize(4);
  }

  @Test
  void maxSkewBoundsTheDifferenceBetweenValues() {
    Spread even = new Spread("rack", null, Collections.emptySortedMap(), 1);
    Demand demand = with(List.of(), List.of(even), List.of());
    TreeMap<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 9; i++) {
      counts.merge(rack(place(demand)), 1, Integer::sum);
    }
    assertThat(counts).isEqualTo(new TreeMap<>(Map.of("r1", 3, "r2", 3, "r3", 3)));
  }

  @Test
  void spreadFollowsItsTargets() {
    Spread spread = new Spread("rack", 100, new TreeMap<>(Map.of("r1", 50, "r2", 40)), null);
    Demand demand = with(List.of(), List.of(spread), List.of());
    TreeMap<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 10; i++) {
      counts.merge(rack(place(demand)), 1, Integer::sum);
    }
    assertThat(counts).isEqualTo(new TreeMap<>(Map.of("r1", 5, "r2", 4, "r3", 1)));
  }

  @Test
  void preferencesAddUpAndNegativeOnesRepel() {
    Preference fast = new Preference(50, "disks", "Gt", List.of("1"), null);
    Preference old = new Preference(-60, "kernel", "Version", List.of("< 6"), null);
    assertThat(place(with(List.of(), List.of(), List.of(fast, old)))).isEqualTo("a2");
    Preference far = new Preference(-100, "agent", "In", List.of("a1", "a2", "a3"), null);
    assertThat(place(with(List.of(), List.of(), List.of(fast, old, far)))).isEqualTo("a4");
  }

  private List<String> allowed(Demand demand) {
    List<String> agents = new ArrayList<>();
    for (AgentRoom room : rooms.all()) {
      if (rooms.refusal(demand, room) == null) {
        agents.add(room.agent());
      }
    }
    return agents;
  }

  private String place(Demand demand) {
    rooms.begin();
    Found found = rooms.place(demand, Scoring.SPREAD, 0);
    rooms.end();
    if (found == null) {
      throw new AssertionError("no place: " + rooms.refusals(demand).sentence());
    }
    rooms.take(found.room(), found.charge());
    held.add(found.charge());
    where.add(found.room());
    return found.agent();
  }

  private void release(int index) {
    rooms.giveBack(where.remove(index), held.remove(index));
  }

  private String rack(String agent) {
    AgentRoom room = rooms.room(agent);
    return room == null ? "" : String.valueOf(Peers.value(room, "rack"));
  }

  private void agent(String name, Map<String, String> attributes, List<Taint> taints) {
    rooms.put(
        new AgentFacts(
            name,
            "h",
            null,
            true,
            new TreeMap<>(attributes),
            taints,
            List.of(),
            List.of(),
            Resources.of(16_000, 64 * GI),
            PortRanges.NONE));
  }

  private static Shape shape(List<Constraint> constraints, List<Toleration> tolerations) {
    return new Shape(
        Resources.of(500, GI),
        Collections.emptySortedMap(),
        constraints,
        tolerations,
        Collections.emptySortedMap(),
        List.of());
  }

  private static Demand shaped(Constraint... constraints) {
    return new Demand(
        shape(List.of(constraints), List.of()),
        "default",
        "default/App/web",
        true,
        Company.ANY,
        Collections.emptySortedMap(),
        "default",
        null,
        null);
  }

  private static Demand with(
      List<Constraint> conditions, List<Spread> spread, List<Preference> preferences) {
    return new Demand(
        shape(List.of(), List.of()),
        "default",
        "default/App/web",
        true,
        new Company(conditions, spread, preferences),
        Collections.emptySortedMap(),
        "default",
        null,
        null);
  }

  private static Demand labelled(
      String owner, Map<String, String> labels, List<Constraint> conditions) {
    return new Demand(
        shape(List.of(), List.of()),
        "default",
        "default/App/" + owner,
        true,
        new Company(conditions, List.of(), List.of()),
        new TreeMap<>(labels),
        "default",
        null,
        null);
  }

  private static Constraint counting(String attribute, String operator, @Nullable Integer max) {
    return new Constraint(attribute, operator, List.of(), max, null);
  }

  private static Constraint near(String attribute, String operator, String app) {
    TaskSelector selector = new TaskSelector(new TreeMap<>(Map.of("app", app)), List.of());
    return new Constraint(attribute, operator, List.of(), null, selector);
  }
}
