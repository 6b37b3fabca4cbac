package dev.meso.api.resource;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount as users write it: {@code 500m}, {@code 2}, {@code 128Mi}, {@code 1.5G}, {@code 1e3}.
 * The grammar is that of Kubernetes: a signed decimal number and then nothing, a decimal suffix
 * ({@code n u m k M G T P E}), a binary one ({@code Ki Mi Gi Ti Pi Ei}) or an exponent ({@code e3},
 * {@code E-3}).
 *
 * <p>Two quantities are equal when their amounts are, however they were written. Nothing is smaller
 * than a billionth: a finer amount is rounded away from zero. Nothing is larger than 2^63-1.
 * Immutable and thread-safe.
 */
public final class Quantity implements Comparable<Quantity> {

  /** Characters of a quantity. */
  public static final int LENGTH_MAX = 64;

  private static final Pattern GRAMMAR =
      Pattern.compile(
          "([+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,3})?");
  private static final BigDecimal AMOUNT_MAX = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final int SCALE_MAX = 9;
  private static final String BINARY = "KMGTPE";

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
    if (text.length() > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "expected a quantity of at most "
              + LENGTH_MAX
              + " characters, found one of "
              + text.length());
    }
    Matcher matcher = GRAMMAR.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a quantity such as 500m, 2, 1.5G or 128Mi, found '" + text + "'");
    }
    String suffix = matcher.group(2);
    BigDecimal amount =
        times(new BigDecimal(matcher.group(1)), suffix == null ? "" : suffix).stripTrailingZeros();
    if (amount.scale() > SCALE_MAX) {
      amount = amount.setScale(SCALE_MAX, RoundingMode.UP).stripTrailingZeros();
    }
    if (amount.abs().compareTo(AMOUNT_MAX) > 0) {
      throw new IllegalArgumentException(
          "expected a quantity of at most 2^63-1 (about 8Ei), found '" + text + "'");
    }
    return new Quantity(amount, text);
  }

  private static BigDecimal times(BigDecimal number, String suffix) {
    if (suffix.length() > 1 && suffix.charAt(1) == 'i') {
      int power = BINARY.indexOf(suffix.charAt(0)) + 1;
      return number.multiply(BigDecimal.valueOf(1L << (10 * power)));
    }
    int exponent =
        switch (suffix) {
          case "n" -> -9;
          case "u" -> -6;
          case "m" -> -3;
          case "" -> 0;
          case "k" -> 3;
          case "M" -> 6;
          case "G" -> 9;
          case "T" -> 12;
          case "P" -> 15;
          case "E" -> 18;
          default -> Integer.parseInt(suffix.substring(1));
        };
    return number.scaleByPowerOfTen(exponent);
  }

  /** Thousandths in canonical form: {@code 1500m}, {@code 2}. */
  public static Quantity ofMillis(long millis) {
    return millis % 1000 == 0
        ? of(millis / 1000)
        : new Quantity(BigDecimal.valueOf(millis, 3).stripTrailingZeros(), millis + "m");
  }

  /** Bytes in canonical form, with the largest binary suffix that is exact: {@code 128Mi}. */
  public static Quantity ofBytes(long bytes) {
    long rest = bytes;
    int power = 0;
    while (rest != 0 && rest % 1024 == 0 && power < BINARY.length()) {
      rest /= 1024;
      power++;
    }
    String suffix = power == 0 ? "" : BINARY.charAt(power - 1) + "i";
    return new Quantity(BigDecimal.valueOf(bytes).stripTrailingZeros(), rest + suffix);
  }

  /** A whole number. */
  public static Quantity of(long count) {
    return new Quantity(BigDecimal.valueOf(count).stripTrailingZeros(), Long.toString(count));
  }

  /**
   * The amount in thousandths, rounded up.
   *
   * @throws IllegalArgumentException if that is more than a long holds
   */
  public long toMillis() {
    return whole(amount.scaleByPowerOfTen(3), "thousandths");
  }

  /** The amount in whole units (bytes, devices), rounded up. */
  public long toBytes() {
    return whole(amount, "units");
  }

  private long whole(BigDecimal value, String unit) {
    BigDecimal rounded = value.setScale(0, RoundingMode.CEILING);
    if (rounded.abs().compareTo(AMOUNT_MAX) > 0) {
      throw new IllegalArgumentException(
          "expected a quantity of at most 2^63-1 " + unit + ", found '" + text + "'");
    }
    return rounded.longValueExact();
  }

  /** Less than, equal to or greater than zero: -1, 0 or 1. */
  public int signum() {
    return amount.signum();
  }

  /** Whether it is a whole number. */
  public boolean whole() {
    return amount.scale() <= 0;
  }

  /** The same text for every way to write the same amount: a plain decimal number. */
  public String canonical() {
    return amount.toPlainString();
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
    return amount.hashCode();
  }

  /** As the user wrote it. */
  @Override
  @JsonValue
  public String toString() {
    return text;
  }
}
