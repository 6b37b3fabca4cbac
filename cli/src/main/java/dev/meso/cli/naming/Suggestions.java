package dev.meso.cli.naming;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What somebody may have meant who mistyped a word. */
public final class Suggestions {
  private static final int SUGGESTIONS_MAX = 3;

  private Suggestions() {}

  /** {@code ; did you mean 'a' or 'b'?}, or an empty text if nothing is near. */
  public static String sentence(String word, Collection<String> candidates) {
    List<String> near = near(word, candidates);
    if (near.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("; did you mean '").append(near.getFirst());
    for (int i = 1; i < near.size(); i++) {
      text.append(i == near.size() - 1 ? "' or '" : "', '").append(near.get(i));
    }
    return text.append("'?").toString();
  }

  /** The nearest candidates, nearest first, ties in alphabetical order. */
  public static List<String> near(String word, Collection<String> candidates) {
    String wanted = word.toLowerCase(Locale.ROOT);
    int limit = Math.max(1, wanted.length() / 3);
    return candidates.stream()
        .distinct()
        .filter(c -> score(wanted, c) <= limit)
        .sorted(Comparator.comparingInt((String c) -> score(wanted, c)).thenComparing(c -> c))
        .limit(SUGGESTIONS_MAX)
        .toList();
  }

  private static int score(String wanted, String candidate) {
    String other = candidate.toLowerCase(Locale.ROOT);
    boolean begins = wanted.length() >= 2 && other.startsWith(wanted);
    return begins ? 1 : distance(wanted, other);
  }

  /** Insertions, deletions, replacements and swaps of neighbours that make one text the other. */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        best = Math.min(best, cost[i - 1][j - 1] + replace);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        cost[i][j] = swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
      }
    }
    return cost[a.length()][b.length()];
  }
}
