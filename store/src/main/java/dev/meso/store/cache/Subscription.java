package dev.meso.store.cache;

/** A running subscription. Thread-safe. */
public interface Subscription extends AutoCloseable {

  /** Ends it; nothing is heard any more, except by a call that is running. */
  @Override
  void close();
}
