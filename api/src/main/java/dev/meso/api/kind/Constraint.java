package dev.meso.api.kind;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What must hold where a task is placed.
 *
 * <p>{@code In}, {@code NotIn}, {@code Exists}, {@code DoesNotExist}, {@code Gt}, {@code Lt},
 * {@code Version} and {@code Matches} look at the value of the attribute alone. {@code Unique} and
 * {@code MaxPerValue} count the tasks of the same owner on all agents that have the same value.
 * {@code Together} and {@code Apart} look for the tasks of the same namespace that {@code tasks}
 * chooses, on all agents that have the same value. An agent that lacks the attribute fits {@code
 * NotIn}, {@code DoesNotExist} and {@code Apart} only.
 *
 * @param attribute name of an attribute of agents; every agent has {@code agent}, its name
 * @param operator {@code In}, {@code NotIn}, {@code Exists}, {@code DoesNotExist}, {@code Gt},
 *     {@code Lt}, {@code Version}, {@code Matches}, {@code Unique}, {@code MaxPerValue}, {@code
 *     Together} or {@code Apart}
 * @param values what the operator compares with: values for {@code In} and {@code NotIn}, one
 *     number for {@code Gt} and {@code Lt}, comparisons that must all hold such as {@code >= 5.10}
 *     for {@code Version}, one pattern of the whole value for {@code Matches}
 * @param max with {@code MaxPerValue}: how many of the owner's tasks may share a value of the
 *     attribute
 * @param tasks with {@code Together} and {@code Apart}: the tasks to be near, or not
 */
public record Constraint(
    String attribute,
    String operator,
    List<String> values,
    @Nullable Integer max,
    @Nullable TaskSelector tasks) {

  /** The attribute that every agent has: its name. */
  public static final String AGENT = "agent";

  public static final String IN = "In";
  public static final String NOT_IN = "NotIn";
  public static final String EXISTS = "Exists";
  public static final String DOES_NOT_EXIST = "DoesNotExist";
  public static final String GT = "Gt";
  public static final String LT = "Lt";
  public static final String VERSION = "Version";
  public static final String MATCHES = "Matches";
  public static final String UNIQUE = "Unique";
  public static final String MAX_PER_VALUE = "MaxPerValue";
  public static final String TOGETHER = "Together";
  public static final String APART = "Apart";

  /** The operators that look at nothing but an attribute. */
  public static final List<String> ATTRIBUTE_OPERATORS =
      List.of(IN, NOT_IN, EXISTS, DOES_NOT_EXIST, GT, LT, VERSION, MATCHES);

  /** Every operator of a constraint. */
  public static final List<String> OPERATORS =
      Stream.concat(ATTRIBUTE_OPERATORS.stream(), Stream.of(UNIQUE, MAX_PER_VALUE, TOGETHER, APART))
          .toList();

  public Constraint {
    values = values == null ? List.of() : List.copyOf(values);
  }

  /** A constraint on an attribute alone. */
  public static Constraint of(String attribute, String operator, String... values) {
    return new Constraint(attribute, operator, List.of(values), null, null);
  }
}
