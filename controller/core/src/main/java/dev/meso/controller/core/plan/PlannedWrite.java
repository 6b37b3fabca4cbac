package dev.meso.controller.core.plan;

import dev.meso.api.key.Key;

/** One write of a planned transaction. */
public sealed interface PlannedWrite {
  Key key();

  /** Puts a record: an {@code ApiObject} in its status form or an {@code Assignment}. */
  record Put(Key key, Object value) implements PlannedWrite {}

  /** Deletes a key. */
  record Delete(Key key) implements PlannedWrite {}
}
