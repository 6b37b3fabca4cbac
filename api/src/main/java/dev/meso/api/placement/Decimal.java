package dev.meso.api.placement;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numbers as attributes and constraints have them: at most 18 digits, perhaps a sign before and a
 * point with at most 9 digits after them. No exponents: they would make small texts large numbers.
 */
public final class Decimal {
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,18}(?:\\.[0-9]{1,9})?");

  private Decimal() {}

  /** The number that a text is, if it is one. */
  public static Optional<BigDecimal> parse(String text) {
    return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }
}
