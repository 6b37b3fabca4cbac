package dev.meso.api.placement;

import dev.meso.api.kind.Constraint;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a constraint or a preference wants of one attribute of an agent, made once and asked of many
 * agents. It takes time in proportion to the length of the value, and never throws. An agent that
 * lacks the attribute has what {@code NotIn} and {@code DoesNotExist} want, and nothing else; one
 * whose value is no number or no version has not what {@code Gt}, {@code Lt} and {@code Version}
 * want.
 *
 * <p>The attributes are those of the agent's status together with {@code agent}, its name, which
 * the caller puts in.
 *
 * <p>Immutable and thread-safe.
 */
public final class AttributeMatch {
  private static final int SHOWN_MAX = 80;

  private final String attribute;
  private final String wanted;
  private final boolean absentHolds;
  private final Predicate<String> test;

  private AttributeMatch(
      String attribute, String wanted, boolean absentHolds, Predicate<String> test) {
    this.attribute = attribute;
    this.wanted = wanted;
    this.absentHolds = absentHolds;
    this.test = test;
  }

  /**
   * What an operator wants.
   *
   * @throws IllegalArgumentException if the operator is none of {@link
   *     Constraint#ATTRIBUTE_OPERATORS} or the values are not what it compares with; never for what
   *     validation accepts
   */
  public static AttributeMatch of(String attribute, String operator, List<String> values) {
    String wanted = values.isEmpty() ? operator : operator + " [" + clip(values) + "]";
    boolean absentHolds =
        operator.equals(Constraint.NOT_IN) || operator.equals(Constraint.DOES_NOT_EXIST);
    return new AttributeMatch(attribute, wanted, absentHolds, test(operator, values));
  }

  /** What is wrong with values for an operator, if anything: expected and found. */
  public static Optional<String> problem(String operator, List<String> values) {
    try {
      Predicate<String> _ = test(operator, values);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Name of the attribute. */
  public String attribute() {
    return attribute;
  }

  /** Whether an agent with these attributes has what is wanted. */
  public boolean holds(SortedMap<String, String> attributes) {
    return holdsFor(attributes.get(attribute));
  }

  /** Whether an agent has what is wanted that has this value; null if it lacks the attribute. */
  public boolean holdsFor(@Nullable String value) {
    return value == null ? absentHolds : test.test(value);
  }

  /** Why an agent with these attributes has not what is wanted; empty if it has. */
  public Optional<String> veto(SortedMap<String, String> attributes) {
    String value = attributes.get(attribute);
    if (holdsFor(value)) {
      return Optional.empty();
    }
    String found = value == null ? "lacks " + attribute : "has " + attribute + "=" + clip(value);
    return Optional.of(found + " where " + wanted + " is wanted");
  }

  private static Predicate<String> test(String operator, List<String> values) {
    return switch (operator) {
      case Constraint.IN -> some(values)::contains;
      case Constraint.NOT_IN -> Predicate.not(some(values)::contains);
      case Constraint.EXISTS -> {
        none(values);
        yield _ -> true;
      }
      case Constraint.DOES_NOT_EXIST -> {
        none(values);
        yield _ -> false;
      }
      case Constraint.GT -> {
        BigDecimal bound = number(values);
        yield value -> Decimal.parse(value).filter(it -> it.compareTo(bound) > 0).isPresent();
      }
      case Constraint.LT -> {
        BigDecimal bound = number(values);
        yield value -> Decimal.parse(value).filter(it -> it.compareTo(bound) < 0).isPresent();
      }
      case Constraint.VERSION -> {
        List<VersionBound> bounds = bounds(values);
        yield value ->
            Version.parse(value)
                .filter(it -> bounds.stream().allMatch(bound -> bound.holds(it)))
                .isPresent();
      }
      case Constraint.MATCHES -> LinearPattern.of(only(values, "one pattern"))::matches;
      default ->
          throw new IllegalArgumentException(
              "Operator: expected one of "
                  + String.join(", ", Constraint.ATTRIBUTE_OPERATORS)
                  + ", found '"
                  + operator
                  + "'");
    };
  }

  private static NavigableSet<String> some(List<String> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("required: expected at least one value, found none");
    }
    return new TreeSet<>(values);
  }

  private static void none(List<String> values) {
    if (!values.isEmpty()) {
      throw new IllegalArgumentException("expected no values, found " + values.size());
    }
  }

  private static String only(List<String> values, String what) {
    if (values.size() != 1) {
      throw new IllegalArgumentException(
          "expected " + what + ", found " + values.size() + " values");
    }
    return values.getFirst();
  }

  private static BigDecimal number(List<String> values) {
    String text = only(values, "one number");
    return Decimal.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected a number such as 16 or 2.5, found '" + clip(text) + "'"));
  }

  private static List<VersionBound> bounds(List<String> values) {
    List<VersionBound> bounds = new ArrayList<>();
    for (String value : some(values)) {
      bounds.add(
          VersionBound.parse(value)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "expected a comparison with a version such as '>= 5.10', found '"
                              + clip(value)
                              + "'")));
    }
    return List.copyOf(bounds);
  }

  private static String clip(List<String> values) {
    return clip(String.join(", ", values));
  }

  private static String clip(String text) {
    return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
  }

  /** What is wanted, in words. */
  @Override
  public String toString() {
    return attribute + " " + wanted;
  }
}
