package dev.meso.controller.core.workload;

import java.time.Duration;

/** How long the next attempt waits after one that ended by itself. */
public final class BackOff {
  /** After the first failure. */
  public static final Duration FIRST = Duration.ofSeconds(1);

  /** Never longer. */
  public static final Duration MAX = Duration.ofMinutes(5);

  /** An attempt that ran so long ends the row of failures. */
  public static final Duration RESET_AFTER = Duration.ofMinutes(10);

  private BackOff() {}

  /** The wait after {@code failures} failures in a row: 1 s, 2 s, 4 s … {@link #MAX}. */
  public static Duration after(int failures) {
    int doublings = Math.clamp(failures - 1L, 0, 30);
    Duration wait = FIRST.multipliedBy(1L << doublings);
    return wait.compareTo(MAX) < 0 ? wait : MAX;
  }
}
