package dev.meso.controller.core.placement;

import dev.meso.api.kind.MaintenanceWindow;
import dev.meso.api.placement.AttributeMatch;
import dev.meso.api.placement.Taints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what would make a task fit that no agent may take: changes of which a single one is enough
 * on some agent. An agent where two things stand in the way is told of by neither.
 *
 * <p>Worked example: a task asks for 2 cores on {@code rack=r1}. The agents of r1 have 1.7 and 1
 * core left, three of r2 have 4: it would fit on 3 agents without {@code rack In [r1]}, and on the
 * first of r1 with no more than 1700m of cpu.
 *
 * <p>One use, one thread.
 */
public final class Remedies {
  /** Changes that are told, those that help on the most agents first. */
  static final int TOLD_MAX = 4;

  private final Dimensions dimensions;
  private final Query query;
  private final Map<String, Integer> changes = new LinkedHashMap<>();
  private @Nullable AgentRoom largest;
  private long leastMissing = Long.MAX_VALUE;
  private @Nullable AgentRoom opensFirst;
  private @Nullable Instant opens;

  /**
   * What would help, each by itself: sentences that follow "would fit", first what helps on the
   * most agents; empty when nothing alone would. Costs a look at every agent.
   */
  public static List<String> of(Rooms rooms, Demand demand) {
    Remedies remedies = new Remedies(rooms.dimensions(), rooms.query(demand));
    rooms.all().forEach(remedies::ask);
    return remedies.sentences();
  }

  /**
   * Agents where too little is left and nothing else stands in the way.
   *
   * @param most how many at most, the first by name
   */
  public static List<AgentRoom> shortOfAmounts(Rooms rooms, Demand demand, int most) {
    Query query = rooms.query(demand);
    List<AgentRoom> found = new ArrayList<>();
    for (AgentRoom room : rooms.all()) {
      if (found.size() == most) {
        break;
      }
      if (Feasibility.lacking(query, room) != null && obstacles(query, room).size() == 1) {
        found.add(room);
      }
    }
    return found;
  }

  private Remedies(Dimensions dimensions, Query query) {
    this.dimensions = dimensions;
    this.query = query;
  }

  /** One thing that stands in the way; {@code change} says what would take it away. */
  record Obstacle(Predicate predicate, String change) {}

  private void ask(AgentRoom room) {
    List<Obstacle> obstacles = obstacles(query, room);
    if (obstacles.size() != 1) {
      return;
    }
    Obstacle only = obstacles.getFirst();
    switch (only.predicate()) {
      case CPU, MEMORY, DISK, GPU, SCALAR -> {
        long missing = Feasibility.missing(only.predicate(), query, room);
        if (missing < leastMissing) {
          leastMissing = missing;
          largest = room;
        }
      }
      case MAINTENANCE -> opening(room);
      case READY,
          ACCOUNTED,
          SCHEDULABLE,
          TAINT,
          SELECTOR,
          CONSTRAINT,
          VOLUME,
          VOLUME_HELD,
          RESERVED,
          STATIC_PORT,
          DYNAMIC_PORTS,
          COMPANY ->
          changes.merge(only.change(), 1, Integer::sum);
    }
  }

  private void opening(AgentRoom room) {
    MaintenanceWindow window = query.collision(room);
    if (window != null && (opens == null || window.end().isBefore(opens))) {
      opens = window.end();
      opensFirst = room;
    }
  }

  private List<String> sentences() {
    List<String> told = new ArrayList<>();
    changes.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .limit(TOLD_MAX)
        .forEach(
            change ->
                told.add(
                    "on "
                        + change.getValue()
                        + (change.getValue() == 1 ? " agent " : " agents ")
                        + change.getKey()));
    if (largest != null) {
      told.add("on " + largest.agent() + " with no more than " + left(largest));
    }
    if (opensFirst != null) {
      told.add("on " + opensFirst.agent() + " when it is not worked on any more, after " + opens);
    }
    return told;
  }

  /** What an agent has left of each resource that it has too little of. */
  private String left(AgentRoom room) {
    List<String> amounts = new ArrayList<>();
    for (int column = 0; column < query.amounts().length; column++) {
      if (query.amounts()[column] > 0 && query.amounts()[column] > room.free(column)) {
        amounts.add(
            dimensions.text(column, Math.max(0, room.free(column)))
                + " "
                + dimensions.name(column));
      }
    }
    return String.join(" and ", amounts);
  }

  /**
   * Everything that refuses on an agent; empty exactly when {@link Feasibility#refusal} is null.
   */
  static List<Obstacle> obstacles(Query query, AgentRoom room) {
    List<Obstacle> all = new ArrayList<>();
    AgentFacts facts = room.facts();
    Shape shape = query.shape();
    if (facts.notReady() != null) {
      all.add(new Obstacle(Predicate.READY, "once ready"));
    }
    if (room.unaccounted() != null) {
      all.add(new Obstacle(Predicate.ACCOUNTED, "once all on it is accounted for"));
    }
    if (!facts.schedulable()) {
      all.add(new Obstacle(Predicate.SCHEDULABLE, "once not marked unschedulable"));
    }
    Taints.forbidding(facts.taints(), shape.tolerations())
        .ifPresent(taint -> all.add(new Obstacle(Predicate.TAINT, "if it tolerated " + taint)));
    for (AttributeMatch wanted : shape.wanted()) {
      if (!wanted.holds(facts.attributes())) {
        all.add(new Obstacle(Predicate.CONSTRAINT, "without " + wanted));
      }
    }
    String volume = shape.strangerTo(room.agent());
    if (volume != null) {
      all.add(new Obstacle(Predicate.VOLUME, "without volume " + volume));
    }
    byUse(query, room, all);
    return all;
  }

  private static void byUse(Query query, AgentRoom room, List<Obstacle> all) {
    boolean special = room.facts().special();
    Predicate lacking = Feasibility.lacking(query, room);
    if (lacking != null) {
      all.add(new Obstacle(lacking, "with less " + lacking));
    } else if (special && Feasibility.reserved(query, room) >= 0) {
      all.add(new Obstacle(Predicate.RESERVED, "without what is kept there for other queues"));
    }
    if (special && query.collision(room) != null) {
      all.add(new Obstacle(Predicate.MAINTENANCE, "later"));
    }
    Shape shape = query.shape();
    shape.staticPorts().values().stream()
        .filter(room::taken)
        .forEach(port -> all.add(new Obstacle(Predicate.STATIC_PORT, "without port " + port)));
    VolumeUse held = query.held(room);
    if (held != null) {
      String change = "once " + room.holder(held.uid()) + " leaves volume " + held.name();
      all.add(new Obstacle(Predicate.VOLUME_HELD, change));
    }
    if (Ports.available(shape, room) < shape.dynamicPorts().size()) {
      all.add(new Obstacle(Predicate.DYNAMIC_PORTS, "with fewer dynamic ports"));
    }
    if (query.unwelcome(room) != null) {
      all.add(new Obstacle(Predicate.COMPANY, "without what it asks about where other tasks are"));
    }
  }
}
