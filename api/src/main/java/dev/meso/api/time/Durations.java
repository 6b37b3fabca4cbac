package dev.meso.api.time;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as text: one or more whole numbers, each with a unit, largest unit first, each unit at
 * most once: {@code 1h}, {@code 1m30s}, {@code 1500ms}; {@code 0s} for none. The units are {@code
 * d} (24 hours), {@code h}, {@code m}, {@code s} and {@code ms}. Settings, specs and stored records
 * all use this one grammar.
 */
public final class Durations {

  /** The longest duration that can be said: ten years of 365 days. */
  public static final Duration MAX = Duration.ofDays(3650);

  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?"
              + "(?:([0-9]{1,9})s)?(?:([0-9]{1,12})ms)?");

  private Durations() {}

  /**
   * Reads a duration; never negative.
   *
   * @throws IllegalArgumentException with a message that says what was expected and found
   */
  public static Duration parse(String text) {
    Matcher matcher = GRAMMAR.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a duration such as 90s, 1m30s or 1h, found '" + text + "'");
    }
    Duration sum =
        Duration.ofDays(number(matcher, 1))
            .plusHours(number(matcher, 2))
            .plusMinutes(number(matcher, 3))
            .plusSeconds(number(matcher, 4))
            .plusMillis(number(matcher, 5));
    if (sum.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          "expected a duration of at most " + MAX.toDays() + "d, found '" + text + "'");
    }
    return sum;
  }

  private static long number(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /**
   * Writes a duration so that {@link #parse} reads it, with hours as the largest unit; what is
   * finer than a millisecond is cut off.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public static String format(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("expected a duration not below zero, found " + duration);
    }
    StringBuilder text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count != 0) {
      text.append(count).append(unit);
    }
  }
}
