package dev.meso.cli.naming;

import dev.meso.api.kind.Kind;
import dev.meso.cli.session.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The words by which people name kinds: {@code apps}, {@code app}, {@code App}, {@code
 * app.meso.dev}.
 */
public final class KindWords {
  /** Stands for the kinds that run something. */
  public static final String ALL = "all";

  private static final List<Kind> WORKLOADS = List.of(Kind.APP, Kind.JOB, Kind.TASK);

  private KindWords() {}

  /** The kind of a word. */
  public static Kind kind(String word) {
    return find(word)
        .orElseThrow(
            () ->
                Failure.usage(
                    "Unknown kind '"
                        + word
                        + "'"
                        + Suggestions.sentence(word, words())
                        + "\nKinds: "
                        + String.join(", ", plurals())));
  }

  /** The kinds of a word such as {@code apps}, {@code apps,jobs} or {@code all}. */
  public static List<Kind> kinds(String word) {
    if (word.equals(ALL)) {
      return WORKLOADS;
    }
    List<Kind> kinds = new ArrayList<>();
    for (String part : word.split(",", -1)) {
      Kind kind = kind(part);
      if (!kinds.contains(kind)) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private static Optional<Kind> find(String word) {
    int dot = word.indexOf('.');
    Optional<Kind> kind = Kind.ofWord(dot < 0 ? word : word.substring(0, dot));
    if (dot < 0) {
      return kind;
    }
    String rest = word.substring(dot + 1);
    return kind.filter(k -> rest.equals(k.group()) || rest.equals(k.version() + "." + k.group()));
  }

  private static List<String> plurals() {
    List<String> plurals = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      plurals.add(kind.plural());
    }
    return plurals;
  }

  private static List<String> words() {
    List<String> words = plurals();
    for (Kind kind : Kind.values()) {
      words.add(kind.singular());
    }
    words.add(ALL);
    return words;
  }
}
