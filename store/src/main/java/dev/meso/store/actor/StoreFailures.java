package dev.meso.store.actor;

import dev.meso.store.port.StoreException;
import java.util.concurrent.CompletionException;

/** Reads the failure of a call. */
final class StoreFailures {
  private StoreFailures() {}

  /**
   * The store's reason. Anything else that a call failed with is a fault of the store's code whose
   * effect is not known, so it counts as an unknown outcome.
   */
  static StoreException of(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof StoreException known
        ? known
        : new StoreException(
            StoreException.Kind.UNKNOWN, "Call to the store failed unexpectedly", cause);
  }
}
