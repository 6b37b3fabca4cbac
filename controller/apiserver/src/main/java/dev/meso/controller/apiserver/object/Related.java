package dev.meso.controller.apiserver.object;

import dev.meso.api.record.AttemptId;
import dev.meso.store.port.Entry;
import java.util.Optional;

/** Keys of others that an object's user-visible form needs, all of one revision. */
interface Related {

  /** The assignment of an attempt. */
  Optional<Entry> assignment(AttemptId attempt);

  /** The spec key of another object. */
  Optional<Entry> spec(ObjectRef ref);
}
