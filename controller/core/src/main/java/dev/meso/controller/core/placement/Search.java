package dev.meso.controller.core.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best of the agents that may take a task. The index narrows the agents down to those
 * whose facts suit and who may have enough left; the predicate verifies; of the first {@value
 * #CANDIDATES} in the circle that it lets pass, the one that is liked most, then with the fewest
 * tasks of the group, then with the best score is taken, of equals the first by name. Among at most
 * {@value #EXACT_MAX} agents all are asked.
 *
 * <p>Cost: a few words of bitmaps for every 64 agents at worst, in the usual case for as many
 * agents as are verified.
 */
final class Search {
  /** Agents that are compared. */
  static final int CANDIDATES = 16;

  /** Agents that are compared for a demand that likes some of them better than others. */
  static final int CANDIDATES_LIKED = 256;

  /** Up to so many agents the best of all is found. */
  static final int EXACT_MAX = 512;

  private Search() {}

  static @Nullable AgentRoom best(
      Query query, Scoring scoring, AgentRoom[] slots, Levels[] levels, Grid grid, long ticket) {
    int words = query.matching().length;
    long[][] masks = masks(query, levels);
    int wanted =
        slots.length <= EXACT_MAX
            ? Integer.MAX_VALUE
            : query.prefers() ? CANDIDATES_LIKED : CANDIDATES;
    int first = first(ticket, words);
    int best = -1;
    double bestScore = 0;
    int bestGroup = 0;
    long bestLiking = 0;
    int found = 0;
    for (int i = 0; i < words && found < wanted; i++) {
      int word = first + i < words ? first + i : first + i - words;
      long bits = query.matching()[word];
      for (long[] mask : masks) {
        bits &= mask[word];
      }
      while (bits != 0) {
        int slot = (word << 6) + Long.numberOfTrailingZeros(bits);
        bits &= bits - 1;
        if (!grid.fits(slot, query.amounts())
            || (query.particular() && Feasibility.byUse(query, slots[slot]) != null)) {
          continue;
        }
        found++;
        long liking = query.prefers() ? query.liking(slots[slot]) : 0;
        if (best >= 0 && liking < bestLiking) {
          continue;
        }
        boolean liked = best < 0 || liking > bestLiking;
        int group = query.grouped() ? query.groupOn(slots[slot]) : 0;
        if (!liked && group > bestGroup) {
          continue;
        }
        double score = scoring.score(query, grid, slot);
        if (liked || group < bestGroup || better(score, slot, bestScore, best)) {
          best = slot;
          bestLiking = liking;
          bestScore = score;
          bestGroup = group;
        }
      }
    }
    return best < 0 ? null : slots[best];
  }

  /** Some of those whose facts suit. */
  static List<AgentRoom> suiting(Query query, AgentRoom[] slots, long ticket, int most) {
    int words = query.matching().length;
    int first = first(ticket, words);
    // From the middle of a word to the middle of the same one: else its end would hardly ever come.
    long before = (1L << ticket) - 1;
    List<AgentRoom> suiting = new ArrayList<>();
    for (int i = 0; words > 0 && i <= words && suiting.size() < most; i++) {
      int word = first + i < words ? first + i : first + i - words;
      long part = i == 0 ? ~before : i == words ? before : -1L;
      for (long bits = query.matching()[word] & part;
          bits != 0 && suiting.size() < most;
          bits &= bits - 1) {
        suiting.add(slots[(word << 6) + Long.numberOfTrailingZeros(bits)]);
      }
    }
    return suiting;
  }

  private static int first(long ticket, int words) {
    return words == 0 ? 0 : (int) Long.remainderUnsigned(ticket * 0x9E3779B97F4A7C15L, words);
  }

  private static boolean better(double score, int slot, double bestScore, int best) {
    int byScore = Double.compare(score, bestScore);
    return byScore < 0 || (byScore == 0 && slot < best);
  }

  /** The bitmaps of what is asked for; a column of which nothing is wanted has none. */
  private static long[][] masks(Query query, Levels[] levels) {
    long[] amounts = query.amounts();
    long[][] masks = new long[levels.length][];
    int count = 0;
    for (int column = 0; column < amounts.length; column++) {
      long[] mask = amounts[column] <= 0 ? null : levels[column].atLeast(amounts[column]);
      if (mask != null) {
        masks[count++] = mask;
      }
    }
    return Arrays.copyOf(masks, count);
  }
}
