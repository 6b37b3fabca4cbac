package dev.meso.api.codec;

import java.util.List;
import java.util.Map;

/** A document as it was written, with lines, before any schema is asked. Lines count from 1. */
sealed interface Tree {

  int line();

  /** For messages, for instance {@code the number 8080}. */
  String described();

  /**
   * A map.
   *
   * @param weight characters and nodes of all that is in it, aliases counted as often as they stand
   *     there
   * @param fields in the order of the text
   * @param keyLines where each key stands
   * @param repeated keys that stand there again
   */
  record Obj(
      int line,
      long weight,
      Map<String, Tree> fields,
      Map<String, Integer> keyLines,
      List<Repeated> repeated)
      implements Tree {
    @Override
    public String described() {
      return "a map";
    }
  }

  /** A key that an object had already. */
  record Repeated(String key, int line, int firstLine) {}

  /** A list. */
  record Arr(int line, List<Tree> items) implements Tree {
    @Override
    public String described() {
      return "a list";
    }
  }

  /** Text. */
  record Text(int line, String value) implements Tree {
    @Override
    public String described() {
      return "the text '" + clip(value) + "'";
    }
  }

  /** A number, as it was written. */
  record Num(int line, String text) implements Tree {
    @Override
    public String described() {
      return "the number " + clip(text);
    }
  }

  /** A boolean. */
  record Bool(int line, boolean value) implements Tree {
    @Override
    public String described() {
      return "the boolean " + value;
    }
  }

  /** Null, or in YAML nothing at all. */
  record Nil(int line) implements Tree {
    @Override
    public String described() {
      return "null";
    }
  }

  /** The text without what is too long for a message. */
  static String clip(String text) {
    String line = text.replace('\n', ' ');
    return line.length() <= 60 ? line : line.substring(0, 60) + "…";
  }
}
