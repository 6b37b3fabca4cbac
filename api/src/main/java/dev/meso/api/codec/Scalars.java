package dev.meso.api.codec;

import dev.meso.api.resource.Quantity;
import dev.meso.api.task.TaskPhase;
import dev.meso.api.text.Near;
import dev.meso.api.time.Durations;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Checks single values: the types that components of records may have. */
final class Scalars {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9]+");
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,20}");
  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  /** What YAML 1.1 took for booleans. */
  private static final List<String> FORMER_BOOLEANS =
      List.of("yes", "no", "on", "off", "y", "n", "true", "false");

  private final Problems problems;

  Scalars(Problems problems) {
    this.problems = problems;
  }

  /** The JSON of a value that should be a {@code type}; null, and an error, if it is none. */
  @Nullable JsonNode read(Class<?> type, Tree tree, String path) {
    if (type == String.class) {
      return text(tree, path);
    }
    if (type == Boolean.class || type == boolean.class) {
      return truth(tree, path);
    }
    if (type == Integer.class || type == int.class) {
      return whole(tree, path, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == Long.class || type == long.class) {
      return whole(tree, path, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == Quantity.class) {
      return quantity(tree, path);
    }
    return written(type, tree, path);
  }

  /** For messages: what a value of this type looks like. */
  static String expected(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "String" -> "text";
      case "Boolean", "boolean" -> "true or false";
      case "Integer", "int", "Long", "long" -> "a whole number";
      case "Quantity" -> "a quantity such as 500m or 128Mi";
      case "Duration" -> "a duration such as 90s or 1m30s";
      case "Instant" -> "a time such as 2026-01-31T12:00:00Z";
      case "TaskPhase" -> "one of " + String.join(", ", phases());
      default -> throw new IllegalArgumentException("no scalar of ours: " + type.getName());
    };
  }

  private static List<String> phases() {
    return Arrays.stream(TaskPhase.values()).map(TaskPhase::label).toList();
  }

  private @Nullable JsonNode text(Tree tree, String path) {
    return switch (tree) {
      case Tree.Text(_, String value) -> NODES.stringNode(value);
      case Tree.Num(int line, String number) ->
          refuse(
              path,
              "expected text, found the number "
                  + Tree.clip(number)
                  + "; quote it: \""
                  + Tree.clip(number)
                  + "\"",
              line);
      case Tree.Bool(int line, boolean value) ->
          refuse(
              path,
              "expected text, found the boolean " + value + "; quote it: \"" + value + "\"",
              line);
      case Tree.Obj _, Tree.Arr _, Tree.Nil _ -> refuse(path, String.class, tree);
    };
  }

  private @Nullable JsonNode truth(Tree tree, String path) {
    if (tree instanceof Tree.Bool(_, boolean value)) {
      return NODES.booleanNode(value);
    }
    if (tree instanceof Tree.Text(int line, String text)
        && FORMER_BOOLEANS.contains(text.toLowerCase(java.util.Locale.ROOT))) {
      return refuse(
          path, "expected true or false, without quotes, found " + tree.described(), line);
    }
    return refuse(path, Boolean.class, tree);
  }

  private @Nullable JsonNode whole(Tree tree, String path, long min, long max) {
    if (tree instanceof Tree.Text(int line, String text) && WHOLE.matcher(text).matches()) {
      return refuse(
          path,
          "expected a whole number, found " + tree.described() + "; take the quotes off",
          line);
    }
    if (!(tree instanceof Tree.Num(int line, String number))) {
      return refuse(path, Long.class, tree);
    }
    if (LEADING_ZERO.matcher(number).matches()) {
      return refuse(
          path,
          "expected a number without leading zeros, found "
              + number
              + "; octal is 0o17 in YAML 1.2",
          line);
    }
    if (!WHOLE.matcher(number).matches()) {
      return refuse(path, Long.class, tree);
    }
    BigInteger value = new BigInteger(number);
    if (value.compareTo(LONG_MIN) < 0
        || value.compareTo(LONG_MAX) > 0
        || value.longValueExact() < min
        || value.longValueExact() > max) {
      return refuse(
          path, "expected a number from " + min + " to " + max + ", found " + number, line);
    }
    return NODES.numberNode(value.longValueExact());
  }

  private @Nullable JsonNode quantity(Tree tree, String path) {
    String text =
        switch (tree) {
          case Tree.Text(_, String value) -> value;
          case Tree.Num(_, String number) -> number;
          case Tree.Bool _, Tree.Obj _, Tree.Arr _, Tree.Nil _ -> null;
        };
    if (text == null) {
      return refuse(path, Quantity.class, tree);
    }
    try {
      return NODES.stringNode(Quantity.parse(text).toString());
    } catch (IllegalArgumentException e) {
      return refuse(path, String.valueOf(e.getMessage()), tree.line());
    }
  }

  /** Types that are written as text. */
  private @Nullable JsonNode written(Class<?> type, Tree tree, String path) {
    if (!(tree instanceof Tree.Text(int line, String text))) {
      String hint =
          type == Duration.class && tree instanceof Tree.Num(_, String number)
              ? "; a unit is missing, for seconds " + Tree.clip(number) + "s"
              : "";
      return refuse(
          path, "expected " + expected(type) + ", found " + tree.described() + hint, tree.line());
    }
    try {
      if (type == Duration.class) {
        Durations.parse(text);
        return NODES.stringNode(text);
      }
      if (type == Instant.class) {
        return NODES.stringNode(OffsetDateTime.parse(text).toInstant().toString());
      }
    } catch (IllegalArgumentException e) {
      return refuse(path, String.valueOf(e.getMessage()), line);
    } catch (DateTimeException e) {
      return refuse(path, type, tree);
    }
    if (type == TaskPhase.class && phases().contains(text)) {
      return NODES.stringNode(text);
    }
    return refuse(
        path,
        "expected " + expected(type) + ", found " + tree.described() + Near.hint(text, phases()),
        line);
  }

  private @Nullable JsonNode refuse(String path, Class<?> type, Tree tree) {
    problems.add(path, "expected " + expected(type), tree);
    return null;
  }

  private @Nullable JsonNode refuse(String path, String message, int line) {
    problems.add(path, message, line);
    return null;
  }
}
