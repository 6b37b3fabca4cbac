package dev.meso.system.chaos;

import java.time.Duration;
import java.util.List;

/**
 * One fault of a plan.
 *
 * @param at when it begins, since the load began
 * @param targets names of nodes; empty for a fault of etcd as a whole
 * @param lasts until it is undone
 */
record Fault(Duration at, FaultKind kind, List<String> targets, Duration lasts) {
  Fault {
    targets = List.copyOf(targets);
  }

  Duration end() {
    return at.plus(lasts);
  }

  @Override
  public String toString() {
    String whom = targets.isEmpty() ? "etcd" : String.join(" and ", targets);
    return kind.label() + " of " + whom + " for " + lasts.toMillis() + " ms";
  }
}
