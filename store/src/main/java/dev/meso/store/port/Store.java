package dev.meso.store.port;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * An etcd-compatible store. Calls never block. Each call completes within its deadline, with a
 * result or exceptionally with a {@link StoreException} and nothing else.
 *
 * <p>Calls may be executed in another order than they were made: guard every write, and keep at
 * most one unacknowledged write for a key. Callbacks come on any thread, must not block and must
 * hand over to the caller's mailbox.
 *
 * <p>Thread-safe.
 */
public interface Store extends AutoCloseable {

  /** Reads keys; see {@link RangeRequest}. */
  CompletionStage<RangeResult> range(RangeRequest request, Duration deadline);

  /**
   * Compares and writes atomically. A failed comparison is a result, not an exception; after {@link
   * StoreException.Kind#UNKNOWN} the transaction may have been applied, or may still be.
   */
  CompletionStage<TxnResult> commit(Txn txn, Duration deadline);

  /**
   * Watches keys. Events of one revision come together and in order; the stream ends with exactly
   * one {@link WatchListener#onEnd}, after which the caller watches anew.
   */
  Watch watch(WatchRequest request, WatchListener listener);

  /** Grants a lease; the answer is the lease's id. */
  CompletionStage<Long> grant(Duration ttl, Duration deadline);

  /**
   * Renews a lease once; the answer is the time to live that it has from now on, zero when it is
   * gone.
   */
  CompletionStage<Duration> keepAlive(long lease, Duration deadline);

  /** Ends a lease and deletes its keys. */
  CompletionStage<Void> revoke(long lease, Duration deadline);

  /** Forgets revisions before {@code revision}. */
  CompletionStage<Void> compact(long revision, Duration deadline);

  @Override
  void close();

  /** A running watch. */
  interface Watch {
    /** Ends it; {@link WatchListener#onEnd} is not called any more. */
    void cancel();
  }
}
