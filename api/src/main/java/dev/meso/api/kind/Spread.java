package dev.meso.api.kind;

import dev.meso.api.collection.FixedMap;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * How the tasks of one owner are spread over the values of an attribute.
 *
 * @param attribute name of an attribute of agents, for instance {@code rack}
 * @param weight how much it counts beside preferences and other spreads, 1 to 100; 50 unless said
 * @param targets percent of the tasks that each value should have, together at most 100; what is
 *     left is for all other values alike, and with no targets all values are alike
 * @param maxSkew how many tasks more than another value a value may have at most, however full the
 *     agents are; no bound unless said
 */
public record Spread(
    String attribute,
    @Nullable Integer weight,
    SortedMap<String, Integer> targets,
    @Nullable Integer maxSkew) {

  public Spread {
    targets = FixedMap.copyOf(targets);
  }
}
