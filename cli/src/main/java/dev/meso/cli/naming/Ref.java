package dev.meso.cli.naming;

import dev.meso.api.kind.Kind;
import dev.meso.cli.session.Failure;
import java.util.ArrayList;
import java.util.List;

/** An object's kind and name, written {@code app/web}. */
public record Ref(Kind kind, String name) {
  /** Reads {@code KIND/NAME}. */
  public static Ref parse(String text) {
    int slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0) {
      throw Failure.usage("Expected KIND/NAME such as app/web, found '" + text + "'");
    }
    return new Ref(KindWords.kind(text.substring(0, slash)), text.substring(slash + 1));
  }

  /** Reads {@code KIND/NAME ...} or {@code KIND NAME ...}, with at least one name. */
  public static List<Ref> parseAll(List<String> words) {
    List<Ref> refs = new ArrayList<>();
    if (words.getFirst().contains("/")) {
      words.forEach(word -> refs.add(parse(word)));
      return refs;
    }
    Kind kind = KindWords.kind(words.getFirst());
    for (String name : words.subList(1, words.size())) {
      if (name.contains("/")) {
        throw Failure.usage(
            "Expected names after the kind '" + words.getFirst() + "', found '" + name + "'");
      }
      refs.add(new Ref(kind, name));
    }
    return refs;
  }

  @Override
  public String toString() {
    return kind.singular() + "/" + name;
  }
}
