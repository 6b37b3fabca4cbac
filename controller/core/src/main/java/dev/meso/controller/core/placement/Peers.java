package dev.meso.controller.core.placement;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that are counted together, by agent and by the values of those attributes that somebody
 * asked for. Not thread-safe.
 */
final class Peers {
  private final Epoch facts;
  private final Counts byAgent;
  private final Map<String, Map<String, Integer>> byValue = new TreeMap<>();
  private long version;
  private long seen;

  /** Grows when facts of agents change, and with them the values of attributes. */
  static final class Epoch {
    private long number;

    void next() {
      number++;
    }
  }

  Peers(Epoch facts) {
    this(facts, new Counts());
  }

  private Peers(Epoch facts, Counts byAgent) {
    this.facts = facts;
    this.byAgent = byAgent;
  }

  /** A copy that works out anew what it knows of attributes. */
  Peers copy(Epoch otherFacts) {
    return new Peers(otherFacts, new Counts(byAgent));
  }

  int on(AgentRoom room) {
    return byAgent.at(room.id);
  }

  /** Grows with every change. */
  long version() {
    return version;
  }

  int total() {
    return byAgent.total();
  }

  void add(AgentRoom room, int change) {
    version++;
    byAgent.add(room.id, change);
    refresh();
    byValue.forEach((attribute, counts) -> count(counts, value(room, attribute), change));
  }

  /** Forgets the values of attributes if facts of agents have changed. */
  private void refresh() {
    if (seen != facts.number) {
      seen = facts.number;
      byValue.clear();
    }
  }

  /** How many there are by value of an attribute; values with none are left out. */
  Map<String, Integer> by(String attribute, IntFunction<@Nullable AgentRoom> rooms) {
    refresh();
    Map<String, Integer> known = byValue.get(attribute);
    if (known != null) {
      return known;
    }
    Map<String, Integer> counts = new TreeMap<>();
    byAgent.each(
        (id, number) -> {
          AgentRoom room = rooms.apply(id);
          count(counts, room == null ? null : value(room, attribute), number);
        });
    byValue.put(attribute, counts);
    return counts;
  }

  static @Nullable String value(AgentRoom room, String attribute) {
    return room.facts().attributes().get(attribute);
  }

  private static void count(Map<String, Integer> counts, @Nullable String value, int change) {
    if (value != null) {
      counts.merge(value, change, (one, other) -> one + other == 0 ? null : one + other);
    }
  }
}
