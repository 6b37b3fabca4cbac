package dev.meso.api.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant. Pure; thread-safe. */
public final class Near {

  /** Words longer than this are not compared: nobody mistypes one letter of so many. */
  private static final int LENGTH_MAX = 64;

  private Near() {}

  /**
   * The known word nearest to {@code word}, if one is near enough: at most one edit for words up to
   * four letters, two up to nine, else three. An edit inserts, removes, replaces or swaps letters;
   * case counts nothing. Of several the first wins.
   */
  public static Optional<String> to(String word, Collection<String> known) {
    if (word.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    String lower = word.toLowerCase(Locale.ROOT);
    String nearest = null;
    int least = word.length() <= 2 ? 1 : word.length() <= 4 ? 2 : word.length() <= 9 ? 3 : 4;
    for (String candidate : known) {
      if (candidate.length() <= LENGTH_MAX) {
        int distance = distance(lower, candidate.toLowerCase(Locale.ROOT));
        if (distance < least && distance < candidate.length()) {
          least = distance;
          nearest = candidate;
        }
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** Words for the end of a message: {@code ; did you mean 'x'?}, or nothing. */
  public static String hint(String word, Collection<String> known) {
    return to(word, known).map(near -> "; did you mean '" + near + "'?").orElse("");
  }

  /** Damerau-Levenshtein distance, where no letter is edited twice. */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
    }
    return last[b.length()];
  }
}
