package dev.meso.api.kind;

import java.util.List;

/**
 * One requirement on the labels of a task, as in a Kubernetes label selector.
 *
 * @param key the label's key
 * @param operator {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist}
 * @param values values for {@code In} and {@code NotIn}; {@code NotIn} also holds where the label
 *     is absent
 */
public record LabelRequirement(String key, String operator, List<String> values) {
  public static final String IN = "In";
  public static final String NOT_IN = "NotIn";
  public static final String EXISTS = "Exists";
  public static final String DOES_NOT_EXIST = "DoesNotExist";

  /** Every operator. */
  public static final List<String> OPERATORS = List.of(IN, NOT_IN, EXISTS, DOES_NOT_EXIST);

  public LabelRequirement {
    values = values == null ? List.of() : List.copyOf(values);
  }
}
