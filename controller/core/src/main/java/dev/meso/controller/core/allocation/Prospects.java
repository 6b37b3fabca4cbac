package dev.meso.controller.core.allocation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Agents that were looked at for tasks that ask for the same, and what it would cost to make room
 * there. Good while nothing changes on the agent; what changes elsewhere may only make it cost
 * more.
 */
final class Prospects {
  private final Map<String, Optional<Harm>> byAgent = new LinkedHashMap<>();
  private final TreeSet<Harm> sorted = new TreeSet<>();

  /** Whether nothing is known of an agent. */
  boolean unknown(String agent) {
    return !byAgent.containsKey(agent);
  }

  boolean isEmpty() {
    return byAgent.isEmpty();
  }

  /** Remembers what it costs on an agent; there is no way when absent. */
  void learn(String agent, @Nullable Harm harm) {
    forget(agent);
    byAgent.put(agent, Optional.ofNullable(harm));
    if (harm != null) {
      sorted.add(harm);
    }
  }

  void forget(String agent) {
    Optional<Harm> before = byAgent.remove(agent);
    if (before != null) {
      before.ifPresent(sorted::remove);
    }
  }

  /** The least known harm. */
  @Nullable Harm least() {
    return sorted.isEmpty() ? null : sorted.first();
  }
}
