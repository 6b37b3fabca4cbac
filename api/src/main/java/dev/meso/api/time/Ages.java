package dev.meso.api.time;

import java.time.Duration;
import java.time.Instant;

/** Lengths of time for people: {@code 42s}, {@code 3m}, {@code 2d4h}, {@code 47d}. */
public final class Ages {
  private static final int HOURS_WITH_MINUTES_MAX = 10;
  private static final int DAYS_WITH_HOURS_MAX = 10;

  private Ages() {}

  /** From one time to a later one; zero if the clocks disagree. */
  public static String between(Instant from, Instant to) {
    return of(Duration.between(from, to));
  }

  /** At most two units, rounded down. */
  public static String of(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    long minutes = seconds / 60;
    if (minutes < 60) {
      return minutes + "m";
    }
    long hours = minutes / 60;
    if (hours < HOURS_WITH_MINUTES_MAX) {
      return hours + "h" + rest(minutes % 60, "m");
    }
    if (hours < 24) {
      return hours + "h";
    }
    long days = hours / 24;
    return days < DAYS_WITH_HOURS_MAX ? days + "d" + rest(hours % 24, "h") : days + "d";
  }

  private static String rest(long amount, String unit) {
    return amount == 0 ? "" : amount + unit;
  }
}
