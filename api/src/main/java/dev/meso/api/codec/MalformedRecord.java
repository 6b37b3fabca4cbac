package dev.meso.api.codec;

import org.jspecify.annotations.Nullable;

/**
 * A stored record that cannot be read: not JSON, or not of the expected shape. Whoever reads keys
 * must expect it: it concerns one key, never the reader.
 */
public final class MalformedRecord extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedRecord(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
