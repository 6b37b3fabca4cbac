package dev.meso.api.placement;

import dev.meso.api.kind.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Reads a pattern into its parts. Belongs to one call. */
final class PatternParser {

  /** Groups within groups, so that reading one needs little stack. */
  static final int NESTING_MAX = 32;

  private static final int END = -1;
  private static final IntPredicate DIGIT = c -> c >= '0' && c <= '9';
  private static final IntPredicate WORD =
      c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  private static final IntPredicate SPACE =
      c -> c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';

  /** A part of a pattern. */
  sealed interface Part {
    record One(IntPredicate set) implements Part {}

    record Sequence(List<Part> parts) implements Part {}

    record Either(List<Part> parts) implements Part {}

    /** How often: {@code *}, {@code +} or {@code ?}. */
    record Repeat(Part part, char times) implements Part {}
  }

  private final String text;
  private final int[] characters;
  private int position;
  private int nesting;

  PatternParser(String text) {
    this.text = text;
    if (text.length() > Limits.PATTERN_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "expected a pattern of at most "
              + Limits.PATTERN_LENGTH_MAX
              + " characters, found "
              + text.length());
    }
    characters = text.codePoints().toArray();
  }

  Part parse() {
    if (peek() == '^') {
      position++;
    }
    Part part = either();
    if (peek() != END) {
      throw problem("the end or '|'", position);
    }
    return part;
  }

  private Part either() {
    List<Part> parts = new ArrayList<>();
    parts.add(sequence());
    while (peek() == '|') {
      position++;
      parts.add(sequence());
    }
    return parts.size() == 1 ? parts.getFirst() : new Part.Either(parts);
  }

  private Part sequence() {
    List<Part> parts = new ArrayList<>();
    while (peek() != END && peek() != '|' && peek() != ')') {
      if (peek() == '$' && position == characters.length - 1 && nesting == 0) {
        position++;
        break;
      }
      parts.add(repeated());
    }
    return new Part.Sequence(parts);
  }

  private Part repeated() {
    Part part = one();
    int times = peek();
    if (times != '*' && times != '+' && times != '?') {
      return part;
    }
    position++;
    int next = peek();
    if (next == '*' || next == '+' || next == '?') {
      throw problem("one of * + ? after a part, not two", position);
    }
    return new Part.Repeat(part, (char) times);
  }

  private Part one() {
    int start = position;
    int c = characters[position++];
    return switch (c) {
      case '(' -> group(start);
      case '[' -> new Part.One(set(start));
      case '.' -> new Part.One(_ -> true);
      case '\\' -> new Part.One(escaped(start));
      case '*', '+', '?' -> throw problem("something that can be repeated", start);
      case '{', '}' -> throw problem("\\{ or \\}, as counted repetition is not known", start);
      case '^', '$' ->
          throw problem("\\^ or \\$ inside a pattern, which is about the whole value", start);
      default -> new Part.One(d -> d == c);
    };
  }

  private Part group(int start) {
    if (++nesting > NESTING_MAX) {
      throw problem("at most " + NESTING_MAX + " groups within each other", start);
    }
    if (peek() == '?') {
      if (position + 1 >= characters.length || characters[position + 1] != ':') {
        throw problem("(?: or a plain group", position);
      }
      position += 2;
    }
    Part part = either();
    if (peek() != ')') {
      throw problem("')'", position);
    }
    position++;
    nesting--;
    return part;
  }

  private IntPredicate set(int start) {
    boolean negated = peek() == '^';
    if (negated) {
      position++;
    }
    List<IntPredicate> members = new ArrayList<>();
    while (peek() != ']' || members.isEmpty()) {
      if (peek() == END) {
        throw problem("']' after the '[' of character " + (start + 1), position);
      }
      members.add(member());
    }
    position++;
    IntPredicate any = c -> members.stream().anyMatch(member -> member.test(c));
    return negated ? any.negate() : any;
  }

  private IntPredicate member() {
    int start = position;
    int low = characters[position++];
    if (low == '[') {
      throw problem("\\[ in a set", start);
    }
    if (low == '\\') {
      int after = peek();
      IntPredicate set = escaped(start);
      if (after == 'd' || after == 'w' || after == 's' || peek() != '-') {
        return set;
      }
      low = after;
    }
    if (peek() != '-' || position + 1 >= characters.length || characters[position + 1] == ']') {
      int only = low;
      return c -> c == only;
    }
    position++;
    int high = characters[position++];
    if (high == '[') {
      throw problem("\\[ in a set", position - 1);
    }
    if (high == '\\') {
      high = peek();
      IntPredicate _ = escaped(position - 1);
    }
    if (high < low) {
      throw problem("a range that goes upwards", start);
    }
    int from = low;
    int to = high;
    return c -> c >= from && c <= to;
  }

  private IntPredicate escaped(int start) {
    int c = peek();
    position++;
    return switch (c) {
      case 'd' -> DIGIT;
      case 'D' -> DIGIT.negate();
      case 'w' -> WORD;
      case 'W' -> WORD.negate();
      case 's' -> SPACE;
      case 'S' -> SPACE.negate();
      default -> {
        if (c == END || WORD.test(c)) {
          throw problem("\\d, \\D, \\w, \\W, \\s, \\S or an escaped sign", start);
        }
        yield d -> d == c;
      }
    };
  }

  private int peek() {
    return position < characters.length ? characters[position] : END;
  }

  private IllegalArgumentException problem(String expected, int at) {
    return new IllegalArgumentException(
        "expected " + expected + " at character " + (at + 1) + ", found '" + text + "'");
  }
}
