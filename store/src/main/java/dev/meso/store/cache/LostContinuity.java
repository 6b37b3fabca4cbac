package dev.meso.store.cache;

/** The watch does not continue what the cache holds; it must list. */
final class LostContinuity extends Exception {
  private static final long serialVersionUID = 1;

  private final CacheReset.Why why;
  private final String reason;

  LostContinuity(CacheReset.Why why, String message) {
    super(message);
    this.why = why;
    this.reason = message;
  }

  String reason() {
    return reason;
  }

  CacheReset.Why why() {
    return why;
  }
}
