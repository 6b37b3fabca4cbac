package dev.meso.simulation.world;

import dev.meso.store.port.Entry;
import dev.meso.store.port.Txn;
import java.util.Optional;

/**
 * A change of one object as an API server makes it: read both keys, propose, commit guarded, and
 * again if somebody was faster.
 *
 * @param name for the log
 * @param specKey of the object
 * @param statusKey of the object
 * @param proposal what to write, given what is there
 */
record Request(String name, String specKey, String statusKey, Proposal proposal) {

  /** Makes a transaction of what is there. */
  interface Proposal {
    Answer of(Optional<Entry> spec, Optional<Entry> status);
  }

  /** What to do. */
  sealed interface Answer {
    /** Commit this. */
    record Commit(Txn txn) implements Answer {}

    /** Nothing to do. */
    record Nothing(String why) implements Answer {}

    /** Look again in a while: something that must go first is there yet. */
    record Later() implements Answer {}
  }
}
