package dev.meso.agent.runtime;

import dev.meso.agent.reconcile.Attempt;
import dev.meso.agent.reconcile.UniqueAttempt;
import dev.meso.api.record.AttemptId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The reconciler's attempts for those who only look: the HTTP API and the collection of sandboxes.
 * Thread-safe; behind the reconciler by a moment.
 */
public final class Observations {
  private final ConcurrentSkipListMap<UniqueAttempt, Attempt> attempts =
      new ConcurrentSkipListMap<>();

  void changed(Attempt attempt) {
    attempts.put(attempt.ref(), attempt);
  }

  void forgotten(UniqueAttempt ref) {
    attempts.remove(ref);
  }

  /** Every attempt that is not forgotten. */
  public Collection<Attempt> all() {
    return List.copyOf(attempts.values());
  }

  /** The attempt of a key whose uid begins so; the one that is assigned if there are several. */
  public Optional<Attempt> find(AttemptId id, String uidPrefix) {
    Optional<Attempt> found = Optional.empty();
    for (Attempt attempt : attempts.tailMap(new UniqueAttempt(id, ""), true).values()) {
      if (!attempt.ref().id().equals(id)) {
        break;
      }
      if (attempt.ref().taskUid().startsWith(uidPrefix)
          && (found.isEmpty() || attempt.assigned())) {
        found = Optional.of(attempt);
      }
    }
    return found;
  }
}
