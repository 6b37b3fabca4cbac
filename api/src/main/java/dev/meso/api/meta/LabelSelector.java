package dev.meso.api.meta;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses objects by label, in the grammar of Kubernetes: requirements separated by commas, all of
 * which must hold. A requirement is {@code key=value}, {@code key==value}, {@code key!=value},
 * {@code key in (a,b)}, {@code key notin (a,b)}, {@code key} (the label exists) or {@code !key} (it
 * does not). {@code !=} and {@code notin} also hold where the label is absent. The empty selector
 * matches everything. Immutable and thread-safe.
 *
 * @param requirements in the order in which they were written
 */
public record LabelSelector(List<Requirement> requirements) {

  /** Characters of a selector. */
  public static final int LENGTH_MAX = 4096;

  public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

  public LabelSelector {
    requirements = List.copyOf(requirements);
  }

  /** One requirement on the labels of an object. */
  public sealed interface Requirement {

    boolean holds(Map<String, String> labels);

    /** The label is there and its value is one of {@code values}. */
    record In(String key, SortedSet<String> values) implements Requirement {
      @Override
      public boolean holds(Map<String, String> labels) {
        String value = labels.get(key);
        return value != null && values.contains(value);
      }

      @Override
      public String toString() {
        return values.size() == 1
            ? key + "=" + values.first()
            : key + " in (" + String.join(",", values) + ")";
      }
    }

    /** The label is absent or its value is none of {@code values}. */
    record NotIn(String key, SortedSet<String> values) implements Requirement {
      @Override
      public boolean holds(Map<String, String> labels) {
        String value = labels.get(key);
        return value == null || !values.contains(value);
      }

      @Override
      public String toString() {
        return values.size() == 1
            ? key + "!=" + values.first()
            : key + " notin (" + String.join(",", values) + ")";
      }
    }

    /** The label is there. */
    record Exists(String key) implements Requirement {
      @Override
      public boolean holds(Map<String, String> labels) {
        return labels.containsKey(key);
      }

      @Override
      public String toString() {
        return key;
      }
    }

    /** The label is absent. */
    record Absent(String key) implements Requirement {
      @Override
      public boolean holds(Map<String, String> labels) {
        return !labels.containsKey(key);
      }

      @Override
      public String toString() {
        return "!" + key;
      }
    }
  }

  /**
   * Reads a selector.
   *
   * @throws IllegalArgumentException with a message that says what was expected and found
   */
  public static LabelSelector parse(String text) {
    return new Parser(text).parse();
  }

  /** Whether every requirement holds. */
  public boolean matches(Map<String, String> labels) {
    // No iterator: watchers ask this of every event.
    for (int i = 0; i < requirements.size(); i++) {
      if (!requirements.get(i).holds(labels)) {
        return false;
      }
    }
    return true;
  }

  /** In the form that {@link #parse} reads. */
  @Override
  public String toString() {
    return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
  }

  /** Reads one text, once. */
  private static final class Parser {
    private static final String END = "";

    private final String text;
    private int position;

    Parser(String text) {
      this.text = text;
    }

    LabelSelector parse() {
      if (text.length() > LENGTH_MAX) {
        throw new IllegalArgumentException(
            "Label selector: expected at most "
                + LENGTH_MAX
                + " characters, found "
                + text.length());
      }
      if (text.isBlank()) {
        return EVERYTHING;
      }
      List<Requirement> requirements = new ArrayList<>();
      requirements.add(requirement());
      String token = next();
      while (token.equals(",")) {
        requirements.add(requirement());
        token = next();
      }
      if (!token.equals(END)) {
        throw problem("',' or the end", token);
      }
      return new LabelSelector(requirements);
    }

    private Requirement requirement() {
      String first = next();
      if (first.equals("!")) {
        return new Requirement.Absent(key(next()));
      }
      String key = key(first);
      int before = position;
      String operator = next();
      return switch (operator) {
        case "=", "==" -> new Requirement.In(key, one(value()));
        case "!=" -> new Requirement.NotIn(key, one(value()));
        case "in" -> new Requirement.In(key, values());
        case "notin" -> new Requirement.NotIn(key, values());
        case ",", END -> {
          position = before;
          yield new Requirement.Exists(key);
        }
        default -> throw problem("=, ==, !=, in, notin or ','", operator);
      };
    }

    private String key(String token) {
      if (!isWord(token)) {
        throw problem("a label's key", token);
      }
      LabelSyntax.problemOfKey(token).ifPresent(this::refuse);
      return token;
    }

    /** The value after an operator; nothing at all is the empty value. */
    private String value() {
      int before = position;
      String token = next();
      if (token.equals(",") || token.equals(END)) {
        position = before;
        return "";
      }
      return checked(token);
    }

    private SortedSet<String> values() {
      String token = next();
      if (!token.equals("(")) {
        throw problem("'(' and a list of values", token);
      }
      TreeSet<String> values = new TreeSet<>();
      @Nullable String pending = null;
      while (true) {
        token = next();
        if (token.equals(")") || token.equals(",")) {
          values.add(pending == null ? "" : pending);
          pending = null;
          if (token.equals(")")) {
            return values;
          }
        } else if (pending == null) {
          pending = checked(token);
        } else {
          throw problem("',' or ')'", token);
        }
      }
    }

    private String checked(String token) {
      if (!isWord(token)) {
        throw problem("a label's value", token);
      }
      LabelSyntax.problemOfValue(token).ifPresent(this::refuse);
      return token;
    }

    private static SortedSet<String> one(String value) {
      return new TreeSet<>(List.of(value));
    }

    private static boolean isWord(String token) {
      return !token.isEmpty() && "!=,()".indexOf(token.charAt(0)) < 0;
    }

    private String next() {
      while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
        position++;
      }
      if (position == text.length()) {
        return END;
      }
      int start = position;
      char c = text.charAt(position++);
      if (c == ',' || c == '(' || c == ')') {
        return String.valueOf(c);
      }
      if (c == '=' || c == '!') {
        if (position < text.length() && text.charAt(position) == '=') {
          position++;
        }
        return text.substring(start, position);
      }
      while (position < text.length()
          && !Character.isWhitespace(text.charAt(position))
          && "!=,()".indexOf(text.charAt(position)) < 0) {
        position++;
      }
      return text.substring(start, position);
    }

    private void refuse(String problem) {
      throw new IllegalArgumentException("Label selector '" + text + "': " + problem);
    }

    private IllegalArgumentException problem(String expected, String found) {
      return new IllegalArgumentException(
          "Label selector '"
              + text
              + "': expected "
              + expected
              + " before character "
              + (position + 1)
              + ", found "
              + (found.equals(END) ? "the end" : "'" + found + "'"));
    }
  }
}
