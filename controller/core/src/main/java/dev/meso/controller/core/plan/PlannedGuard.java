package dev.meso.controller.core.plan;

import dev.meso.api.key.Key;

/** What must hold of one key for a planned transaction to be carried out. */
public sealed interface PlannedGuard {
  Key key();

  /** The key's create revision is this one; 0 when the key is absent. */
  record CreateRevisionIs(Key key, long revision) implements PlannedGuard {}

  /** The key's mod revision is this one; 0 when the key is absent. */
  record ModRevisionIs(Key key, long revision) implements PlannedGuard {}

  /** The key does not exist. */
  static PlannedGuard absent(Key key) {
    return new ModRevisionIs(key, 0);
  }
}
