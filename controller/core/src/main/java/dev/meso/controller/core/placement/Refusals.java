package dev.meso.controller.core.placement;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Why no agent took a task, counted.
 *
 * @param agents how many were asked
 * @param counts how many refused under each predicate
 * @param nearest the refusal that came nearest to taking it
 */
public record Refusals(int agents, SortedMap<Predicate, Integer> counts, @Nullable Veto nearest) {

  public Refusals {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  /** How many passed every predicate of this stage and those before. */
  public int passed(Predicate.Stage stage) {
    int left = agents;
    for (var count : counts.entrySet()) {
      if (count.getKey().stage().compareTo(stage) <= 0) {
        left -= count.getValue();
      }
    }
    return left;
  }

  /** A sentence with the counts and the nearest miss. */
  public String sentence() {
    if (agents == 0) {
      return "no agent has registered";
    }
    StringBuilder text = new StringBuilder("of ").append(agents).append(" agents ");
    String comma = "";
    for (var count : counts.entrySet()) {
      text.append(comma).append(count.getValue()).append(' ').append(count.getKey().words());
      comma = ", ";
    }
    if (nearest != null && nearest.predicate().stage() == Predicate.Stage.FITTING) {
      text.append(" (best: ").append(nearest.agent()).append(' ').append(nearest.detail());
      text.append(')');
    }
    return text.toString();
  }
}
