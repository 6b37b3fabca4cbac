package dev.meso.controller.core.allocation;

import java.util.Comparator;

/**
 * What it costs others to make room on an agent. The least comes first: the lowest priority of the
 * dearest victim, then the least work lost, then the fewest victims, then the first agent by name.
 *
 * @param priority of the dearest victim; the least there is when nobody has to end
 * @param workSeconds that is lost
 */
record Harm(Eviction eviction, int priority, long workSeconds) implements Comparable<Harm> {
  private static final Comparator<Harm> LEAST =
      Comparator.comparingInt(Harm::priority)
          .thenComparingLong(Harm::workSeconds)
          .thenComparingInt(harm -> harm.eviction().victims().size())
          .thenComparing(Harm::agent);

  String agent() {
    return eviction.room().agent();
  }

  @Override
  public int compareTo(Harm other) {
    return LEAST.compare(this, other);
  }
}
