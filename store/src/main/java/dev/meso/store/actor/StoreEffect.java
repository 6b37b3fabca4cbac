package dev.meso.store.actor;

import dev.meso.store.actor.Result.Done;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import dev.meso.store.port.WatchRequest;
import java.time.Duration;
import java.util.function.Function;

/**
 * What an actor asks of the store and of the clock. The answer comes as a message that {@code
 * reply} makes; {@code reply} runs on any thread and must be a pure function.
 *
 * @param <M> the messages of the actor that asks
 */
public sealed interface StoreEffect<M> {

  /** Reads keys. */
  record Read<M>(RangeRequest request, Duration deadline, Function<Result<RangeResult>, M> reply)
      implements StoreEffect<M> {}

  /** Compares and writes. */
  record Commit<M>(Txn txn, Duration deadline, Function<Result<TxnResult>, M> reply)
      implements StoreEffect<M> {}

  /**
   * Opens a watch.
   *
   * @param id chosen by the actor, never used twice; signals under way when the watch is cancelled
   *     still arrive, so the message should carry it
   */
  record Watch<M>(long id, WatchRequest request, Function<WatchSignal, M> reply)
      implements StoreEffect<M> {}

  /** Cancels a watch; one that has ended, or never was, is no error. */
  record CancelWatch<M>(long id) implements StoreEffect<M> {}

  /** Grants a lease. */
  record Grant<M>(Duration ttl, Duration deadline, Function<Result<Long>, M> reply)
      implements StoreEffect<M> {}

  /** Renews a lease once; the answer is its time to live, zero when it is gone. */
  record KeepAlive<M>(long lease, Duration deadline, Function<Result<Duration>, M> reply)
      implements StoreEffect<M> {}

  /** Ends a lease and deletes its keys. */
  record Revoke<M>(long lease, Duration deadline, Function<Result<Done>, M> reply)
      implements StoreEffect<M> {}

  /** Forgets old revisions. */
  record Compact<M>(long revision, Duration deadline, Function<Result<Done>, M> reply)
      implements StoreEffect<M> {}

  /** Gives the actor a message later; never earlier than asked, and not at all once it stopped. */
  record After<M>(Duration delay, M message) implements StoreEffect<M> {}
}
