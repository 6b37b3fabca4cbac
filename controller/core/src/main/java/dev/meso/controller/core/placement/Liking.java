package dev.meso.controller.core.placement;

import dev.meso.api.kind.Toleration;
import dev.meso.api.placement.AttributeMatch;
import dev.meso.api.placement.Taints;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Something that makes one agent better than another, whatever they have left. */
sealed interface Liking {
  /** Parts of a weight of 1. */
  long UNIT = 1000;

  /** How much an agent is liked, in thousandths of a weight of 1. */
  long of(AgentRoom room);

  /** An attribute is as it should be. */
  record Attribute(long weight, AttributeMatch wanted) implements Liking {
    @Override
    public long of(AgentRoom room) {
      return wanted.holds(room.facts().attributes()) ? weight * UNIT : 0;
    }
  }

  /** Chosen tasks are near. */
  record Near(long weight, String attribute, Map<String, Integer> counts) implements Liking {
    @Override
    public long of(AgentRoom room) {
      String value = Peers.value(room, attribute);
      return value != null && counts.getOrDefault(value, 0) > 0 ? weight * UNIT : 0;
    }
  }

  /**
   * Its owner's tasks are spread as they should be: a value that has fewer than its part is liked
   * in proportion to what it lacks, one that has more is disliked, at most by the weight.
   *
   * <p>Worked example: weight 50, values a and b alike, 3 tasks on a and 1 on b, one more comes: of
   * 5 tasks each is due 2.5. With it a would have 4, 1.5 too many: -30; b would have 2, 0.5 too
   * few: 10.
   */
  record Even(
      long weight,
      String attribute,
      SortedMap<String, Integer> targets,
      List<String> values,
      Map<String, Integer> counts,
      Peers peers)
      implements Liking {
    @Override
    public long of(AgentRoom room) {
      String value = Peers.value(room, attribute);
      if (value == null) {
        return -weight * UNIT;
      }
      double due = part(value) * (peers.total() + 1);
      double would = counts.getOrDefault(value, 0) + 1;
      double lacks = due <= 0 ? -1 : (due - would) / due;
      return Math.round(Math.clamp(lacks, -1, 1) * weight * UNIT);
    }

    /** The part of all tasks that is due to a value. */
    private double part(String value) {
      Integer percent = targets.get(value);
      if (percent != null) {
        return percent / 100.0;
      }
      int others = 0;
      int said = 0;
      for (String one : values) {
        others += targets.containsKey(one) ? 0 : 1;
      }
      for (int one : targets.values()) {
        said += one;
      }
      return others == 0 ? 0 : (100 - said) / 100.0 / others;
    }
  }

  /** Taints that would rather keep it away; each weighs as much as the strongest preference. */
  record Untainted(List<Toleration> tolerations) implements Liking {
    private static final long WEIGHT = 100;

    @Override
    public long of(AgentRoom room) {
      return -WEIGHT * UNIT * Taints.disliked(room.facts().taints(), tolerations);
    }
  }
}
