package dev.meso.controller.core.placement;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an agent must be with respect to where other tasks are. Sees them as they are when asked.
 */
sealed interface Condition {

  /** Why an agent does not suit; null when it does. Words are made only when they are wanted. */
  @Nullable Why refusal(AgentRoom room);

  /** Makes the words of a refusal. */
  interface Why {
    String words();
  }

  private static Why lacks(String attribute) {
    return () -> "lacks the attribute " + attribute;
  }

  /** At most so many of its owner's tasks on all agents of the same value. */
  record AtMost(String attribute, int most, Map<String, Integer> counts) implements Condition {
    @Override
    public @Nullable Why refusal(AgentRoom room) {
      String value = Peers.value(room, attribute);
      if (value == null) {
        return lacks(attribute);
      }
      int count = counts.getOrDefault(value, 0);
      return count < most
          ? null
          : () ->
              attribute + "=" + value + " has " + count + " of at most " + most + " of its tasks";
    }
  }

  /**
   * Near chosen tasks.
   *
   * @param peers none anywhere, and the task is one of those it wants: then it may be the first
   */
  record Near(String attribute, Map<String, Integer> counts, Peers peers, boolean own)
      implements Condition {
    @Override
    public @Nullable Why refusal(AgentRoom room) {
      String value = Peers.value(room, attribute);
      if (value == null) {
        return lacks(attribute);
      }
      boolean first = own && peers.total() == 0;
      return first || counts.getOrDefault(value, 0) > 0
          ? null
          : () -> attribute + "=" + value + " has none of the tasks that it is to be near";
    }
  }

  /** Away from chosen tasks. */
  record Away(String attribute, Map<String, Integer> counts) implements Condition {
    @Override
    public @Nullable Why refusal(AgentRoom room) {
      String value = Peers.value(room, attribute);
      return value == null || counts.getOrDefault(value, 0) == 0
          ? null
          : () -> attribute + "=" + value + " has tasks that it is to be kept apart from";
    }
  }

  /** No value has more than so many tasks more than another one. */
  final class Skew implements Condition {
    private final String attribute;
    private final int most;
    private final Map<String, Integer> counts;
    private final Peers peers;
    private final List<String> values;
    private long seen = -1;
    private int least;

    /**
     * A bound on the difference.
     *
     * @param values of the attribute that suitable agents have
     */
    Skew(
        String attribute, int most, Map<String, Integer> counts, Peers peers, List<String> values) {
      this.attribute = attribute;
      this.most = most;
      this.counts = counts;
      this.peers = peers;
      this.values = values;
    }

    @Override
    public @Nullable Why refusal(AgentRoom room) {
      String value = Peers.value(room, attribute);
      if (value == null) {
        return lacks(attribute);
      }
      int count = counts.getOrDefault(value, 0);
      int fewest = least();
      return count + 1 - fewest <= most
          ? null
          : () ->
              attribute
                  + "="
                  + value
                  + " has "
                  + count
                  + " of its tasks, another value "
                  + fewest
                  + "; they may differ by "
                  + most;
    }

    private int least() {
      if (seen != peers.version()) {
        seen = peers.version();
        least = Integer.MAX_VALUE;
        for (String value : values) {
          least = Math.min(least, counts.getOrDefault(value, 0));
        }
        least = values.isEmpty() ? 0 : least;
      }
      return least;
    }
  }
}
