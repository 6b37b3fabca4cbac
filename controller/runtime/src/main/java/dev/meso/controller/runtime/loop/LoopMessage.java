package dev.meso.controller.runtime.loop;

import dev.meso.controller.core.state.ClusterState;
import dev.meso.controller.core.state.ClusterView;
import dev.meso.store.actor.Result;
import dev.meso.store.cache.CacheChange;
import dev.meso.store.cache.CacheReset;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Consumer;

/** What the decision loop is told. */
public sealed interface LoopMessage {

  /** The cache was listed anew. */
  record Reset(CacheReset reset) implements LoopMessage {}

  /** Every change of one revision. */
  record Changed(long revision, List<CacheChange> changes) implements LoopMessage {
    public Changed {
      changes = List.copyOf(changes);
    }
  }

  /** The store is reachable without interruption from now on. */
  record StoreReachable() implements LoopMessage {}

  /** The store is not known to be reachable. */
  record StoreUnreachable() implements LoopMessage {}

  /** This process leads under {@code fence}, until a moment of the monotonic clock. */
  record Elected(long fence, Duration until) implements LoopMessage {}

  /** The same leadership holds longer. */
  record Extended(long fence, Duration until) implements LoopMessage {}

  /** This process does not lead any more. */
  record Deposed(long fence) implements LoopMessage {}

  /** The answer to a transaction that was sent under {@code fence}. */
  record Committed(long fence, long txn, Result<TxnResult> result) implements LoopMessage {}

  /** Keys of a refused transaction were read, by one that could only be refused. */
  record Reread(long fence, long txn, SequencedSet<String> keys, Result<TxnResult> result)
      implements LoopMessage {
    public Reread {
      keys = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(keys));
    }
  }

  /** A transaction that the store rejected may be decided on again. */
  record Retry(long fence, long txn) implements LoopMessage {}

  /** It is time to decide. */
  record Decide() implements LoopMessage {}

  /**
   * Somebody wants a copy of the state, to work on it for long. The loop stands still while it is
   * made, which takes longer the more there is.
   */
  record Fork(Consumer<ClusterState> reader) implements LoopMessage {}

  /**
   * Somebody wants to look at the state for a moment, on the loop's own thread. The reader leaves
   * it as it is, gives back what it tries, and throws nothing.
   */
  record Look(Consumer<ClusterView> reader) implements LoopMessage {}
}
