package dev.meso.api.resource;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/**
 * An amount as users write it: {@code 500m}, {@code 2}, {@code 128Mi}, {@code 1.5G}, {@code 1e3}.
 * The grammar is that of Kubernetes.
 *
 * <p>Two quantities are equal when their amounts are, however they were written.
 */
public final class Quantity implements Comparable<Quantity> {
  private final BigDecimal amount;
  private final String text;

  private Quantity(BigDecimal amount, String text) {
    this.amount = amount;
    this.text = text;
  }

  /**
   * Reads a quantity.
   *
   * @throws IllegalArgumentException with a message that says what was expected and found
   */
  @JsonCreator
  public static Quantity parse(String text) {
    return new Quantity(new BigDecimal(text), text);
  }

  @Override
  public int compareTo(Quantity other) {
    return amount.compareTo(other.amount);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Quantity quantity && amount.compareTo(quantity.amount) == 0;
  }

  @Override
  public int hashCode() {
    return amount.stripTrailingZeros().hashCode();
  }

  /** As the user wrote it. */
  @Override
  @JsonValue
  public String toString() {
    return text;
  }
}
