package dev.meso.api.codec;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;

/**
 * Reads texts so that equal ones are mostly one object: a leader holds several records for every
 * task, and most of their texts are those of thousands of others. The last text of each slot is
 * kept, so what is held is bounded by {@value #SLOTS} texts of {@value #LENGTH_MAX} characters.
 *
 * <p>Thread-safe without a lock: a slot that two threads write at once holds one of the two, and
 * whoever finds another text in it keeps its own.
 */
final class SharedTexts extends StringDeserializer {
  static final int SLOTS = 1 << 14;

  /** Longer ones are rarely alike. */
  static final int LENGTH_MAX = 64;

  private final String[] slots = new String[SLOTS];

  @Override
  public String deserialize(JsonParser in, DeserializationContext context) {
    String text = super.deserialize(in, context);
    return text == null ? text : share(text);
  }

  /** The same text, or an equal one that others have already. */
  String share(String text) {
    if (text.length() > LENGTH_MAX) {
      return text;
    }
    int hash = text.hashCode() * 0x9E3779B9;
    int slot = hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SLOTS));
    String known = slots[slot];
    if (text.equals(known)) {
      return known;
    }
    slots[slot] = text;
    return text;
  }
}
