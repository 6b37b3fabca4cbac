package dev.meso.store.contract;

import dev.meso.store.port.Store;

/** A store under test, and what can be done to it. */
public interface Subject extends AutoCloseable {
  Store store();

  /** Another connection to the same store. */
  Store connect();

  /** Stops it without ending it: it answers nothing. */
  void freeze();

  /** Lets it continue. */
  void thaw();

  /** Whether {@link #crash} and {@link #comeBack} can be done. */
  default boolean canCrash() {
    return true;
  }

  /** Ends it at once. */
  void crash();

  /** Starts it on the same data, at the same address. */
  void comeBack();

  @Override
  void close();
}
