package dev.meso.benchmarks.cluster;

import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import dev.meso.store.port.WatchListener;
import dev.meso.store.port.WatchRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** A store that counts what its transactions put, once they are committed. Thread-safe. */
final class CountingStore implements Store {
  private final Store store;
  private final AtomicLong assignments = new AtomicLong();
  private final AtomicLong puts = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong txns = new AtomicLong();
  private final AtomicLong waitedNanos = new AtomicLong();

  CountingStore(Store store) {
    this.store = store;
  }

  /** New assignments, each of which is a placement. */
  long assignments() {
    return assignments.get();
  }

  /** Records that were put. */
  long puts() {
    return puts.get();
  }

  /** Bytes of their keys and values. */
  long bytes() {
    return bytes.get();
  }

  long txns() {
    return txns.get();
  }

  /** How long the answers to all transactions took together. */
  long waitedNanos() {
    return waitedNanos.get();
  }

  @Override
  public CompletionStage<TxnResult> commit(Txn txn, Duration deadline) {
    long sent = System.nanoTime();
    return store
        .commit(txn, deadline)
        .thenApply(
            result -> {
              waitedNanos.addAndGet(System.nanoTime() - sent);
              if (result.committed()) {
                count(txn);
              }
              return result;
            });
  }

  private void count(Txn txn) {
    txns.incrementAndGet();
    for (Txn.Write write : txn.writes()) {
      if (write instanceof Txn.Write.Put(String key, String value, long _)) {
        puts.incrementAndGet();
        bytes.addAndGet(
            key.length() + value.getBytes(StandardCharsets.UTF_8).length); // keys are ASCII
        if (key.contains("/assignments/") && !value.contains("\"desired\":\"stop\"")) {
          assignments.incrementAndGet();
        }
      }
    }
  }

  @Override
  public CompletionStage<RangeResult> range(RangeRequest request, Duration deadline) {
    return store.range(request, deadline);
  }

  @Override
  public Watch watch(WatchRequest request, WatchListener listener) {
    return store.watch(request, listener);
  }

  @Override
  public CompletionStage<Long> grant(Duration ttl, Duration deadline) {
    return store.grant(ttl, deadline);
  }

  @Override
  public CompletionStage<Duration> keepAlive(long lease, Duration deadline) {
    return store.keepAlive(lease, deadline);
  }

  @Override
  public CompletionStage<Void> revoke(long lease, Duration deadline) {
    return store.revoke(lease, deadline);
  }

  @Override
  public CompletionStage<Void> compact(long revision, Duration deadline) {
    return store.compact(revision, deadline);
  }

  @Override
  public void close() {
    store.close();
  }
}
