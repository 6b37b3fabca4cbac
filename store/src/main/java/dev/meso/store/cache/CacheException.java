package dev.meso.store.cache;

/** The cache could not prove what was asked in time. Transient: the caller may try again. */
public final class CacheException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CacheException(String message) {
    super(message);
  }
}
