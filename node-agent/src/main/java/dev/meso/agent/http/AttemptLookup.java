package dev.meso.agent.http;

import dev.meso.agent.reconcile.Attempt;
import dev.meso.api.record.AttemptId;
import java.util.Optional;

/** Finds what the agent looks after. Thread-safe; does not block. */
@FunctionalInterface
public interface AttemptLookup {

  /** The attempt of a key whose task's uid begins so; nothing once it is forgotten. */
  Optional<Attempt> find(AttemptId id, String uidPrefix);
}
