package dev.meso.store.port;

import org.jspecify.annotations.Nullable;

/** Why a call to the store gave no answer. {@link Kind} says what the caller may do. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  public StoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** What the failure means. */
  public enum Kind {
    /** Was not applied and will not be; try again later. */
    UNAVAILABLE,
    /** May have been applied, or may still be: a time-out or a lost connection after sending. */
    UNKNOWN,
    /**
     * The revision asked for is not there: it was compacted, or the store was set back to before
     * it. List anew.
     */
    COMPACTED,
    /** The store refuses this request however often it is made: too large, no room, no right. */
    REJECTED
  }
}
