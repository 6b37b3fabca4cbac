package dev.meso.api.kind;

import dev.meso.api.collection.FixedMap;
import dev.meso.api.meta.LabelSelector;
import dev.meso.api.meta.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Chooses tasks by label; all that is said must hold.
 *
 * @param matchLabels labels with these values
 * @param matchExpressions further requirements on labels
 */
public record TaskSelector(
    SortedMap<String, String> matchLabels, List<LabelRequirement> matchExpressions) {

  public TaskSelector {
    matchLabels = FixedMap.copyOf(matchLabels);
    matchExpressions = matchExpressions == null ? List.of() : List.copyOf(matchExpressions);
  }

  /**
   * The same in the form that compares labels.
   *
   * @throws IllegalArgumentException if an operator is none; validation refuses such selectors
   */
  public LabelSelector compiled() {
    List<Requirement> all = new ArrayList<>();
    matchLabels.forEach((key, value) -> all.add(in(key, List.of(value))));
    for (LabelRequirement one : matchExpressions) {
      all.add(
          switch (one.operator()) {
            case LabelRequirement.IN -> in(one.key(), one.values());
            case LabelRequirement.NOT_IN ->
                new Requirement.NotIn(
                    one.key(), Collections.unmodifiableSortedSet(new TreeSet<>(one.values())));
            case LabelRequirement.EXISTS -> new Requirement.Exists(one.key());
            case LabelRequirement.DOES_NOT_EXIST -> new Requirement.Absent(one.key());
            default ->
                throw new IllegalArgumentException(
                    "Operator: expected one of "
                        + String.join(", ", LabelRequirement.OPERATORS)
                        + ", found '"
                        + one.operator()
                        + "'");
          });
    }
    return new LabelSelector(all);
  }

  private static Requirement in(String key, List<String> values) {
    return new Requirement.In(key, Collections.unmodifiableSortedSet(new TreeSet<>(values)));
  }
}
