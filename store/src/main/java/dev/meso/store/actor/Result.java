package dev.meso.store.actor;

import dev.meso.store.port.StoreException;

/** What became of a call to the store, as a value that fits into a message. */
public sealed interface Result<T> {

  /** The store answered. */
  record Ok<T>(T value) implements Result<T> {}

  /** The store did not answer; {@link StoreException#kind()} says what that means. */
  record Failed<T>(StoreException why) implements Result<T> {}

  /** The value of calls that answer nothing but that they are done. */
  enum Done {
    DONE
  }
}
