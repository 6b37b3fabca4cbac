package dev.meso.api.kind;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What should hold where a task is placed, if it can. Among the agents that the constraints leave,
 * those with the larger sum of the weights of what holds are taken first.
 *
 * @param weight how much it counts, -100 to 100 and not 0; below 0 the task should not be where it
 *     holds
 * @param attribute name of an attribute of agents; every agent has {@code agent}, its name
 * @param operator {@code In}, {@code NotIn}, {@code Exists}, {@code DoesNotExist}, {@code Gt},
 *     {@code Lt}, {@code Version}, {@code Matches} or {@code Together}, as in a constraint
 * @param values what the operator compares with, as in a constraint
 * @param tasks with {@code Together}: the tasks to be near
 */
public record Preference(
    int weight,
    String attribute,
    String operator,
    List<String> values,
    @Nullable TaskSelector tasks) {

  /** Every operator of a preference. */
  public static final List<String> OPERATORS =
      Stream.concat(Constraint.ATTRIBUTE_OPERATORS.stream(), Stream.of(Constraint.TOGETHER))
          .toList();

  public Preference {
    values = values == null ? List.of() : List.copyOf(values);
  }
}
