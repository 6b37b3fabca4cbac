package dev.meso.controller.core.placement;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which agents have at least so much left: for every column a bitmap of slots for each of {@value
 * #LEVELS} thresholds, half an octave apart, from the largest capacity downwards. A search joins
 * the bitmaps of the thresholds just below what is asked for; so it misses no agent that fits, and
 * must verify those that it finds.
 *
 * <p>Worked example: the largest agent has 32 cores, so the thresholds are 32, 22.6, 16, 11.3, 8, …
 * A task of 10 cores looks at the bitmap of 8: it holds every agent with at least 10, and some with
 * 8 or 9.
 *
 * <p>A change of what is free costs the thresholds that it crosses, usually none or one. Not
 * thread-safe.
 */
final class Levels {
  static final int LEVELS = 24;

  private static final double HALF_OCTAVE = Math.sqrt(0.5);

  private final long[] thresholds = new long[LEVELS];
  private final long[][] bits;
  private final byte[] levelOf;

  /**
   * An index of nothing.
   *
   * @param slots how many agents
   * @param largest the largest capacity of any agent
   */
  Levels(int slots, long largest) {
    double threshold = Math.max(1, largest);
    for (int i = 0; i < LEVELS; i++) {
      thresholds[i] = Math.max(1, (long) Math.ceil(threshold));
      threshold *= HALF_OCTAVE;
    }
    bits = new long[LEVELS][(slots + 63) >>> 6];
    levelOf = new byte[slots];
    Arrays.fill(levelOf, (byte) LEVELS);
  }

  long largest() {
    return thresholds[0];
  }

  /** Says how much a slot has left. */
  void set(int slot, long free) {
    int before = levelOf[slot];
    if ((before == LEVELS || thresholds[before] <= free)
        && (before == 0 || thresholds[before - 1] > free)) {
      return;
    }
    int level = level(free);
    levelOf[slot] = (byte) level;
    long bit = 1L << slot;
    int word = slot >>> 6;
    for (int i = level; i < before; i++) {
      bits[i][word] |= bit;
    }
    for (int i = before; i < level; i++) {
      bits[i][word] &= ~bit;
    }
  }

  /** The slots that may have so much; null when all may. */
  long @Nullable [] atLeast(long amount) {
    int level = level(amount);
    return level == LEVELS ? null : bits[level];
  }

  /** The first level whose threshold is not above an amount. */
  private int level(long amount) {
    int low = 0;
    int high = LEVELS;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (thresholds[middle] <= amount) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
