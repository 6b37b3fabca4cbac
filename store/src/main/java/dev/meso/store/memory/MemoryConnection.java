package dev.meso.store.memory;

import dev.meso.store.memory.Faults.Operation;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.Store;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import dev.meso.store.port.WatchListener;
import dev.meso.store.port.WatchRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One author's connection to a store in memory. */
final class MemoryConnection implements Store {
  private final MemoryStore store;
  private final String author;
  private final List<MemoryWatch> watches = new ArrayList<>();
  private volatile boolean closed;

  MemoryConnection(MemoryStore store, String author) {
    this.store = store;
    this.author = author;
  }

  @Override
  public CompletionStage<RangeResult> range(RangeRequest request, Duration deadline) {
    return call(Operation.RANGE, deadline, () -> store.engine().range(request));
  }

  @Override
  public CompletionStage<TxnResult> commit(Txn txn, Duration deadline) {
    return call(Operation.COMMIT, deadline, () -> store.commit(author, txn));
  }

  @Override
  public CompletionStage<Long> grant(Duration ttl, Duration deadline) {
    return call(Operation.GRANT, deadline, () -> store.grant(author, ttl));
  }

  @Override
  public CompletionStage<Duration> keepAlive(long lease, Duration deadline) {
    return call(Operation.KEEP_ALIVE, deadline, () -> store.keepAlive(lease));
  }

  @Override
  public CompletionStage<Void> revoke(long lease, Duration deadline) {
    return done(Operation.REVOKE, deadline, () -> store.end(lease, false));
  }

  @Override
  public CompletionStage<Void> compact(long revision, Duration deadline) {
    return done(Operation.COMPACT, deadline, () -> store.compact(author, revision));
  }

  @Override
  public Watch watch(WatchRequest request, WatchListener listener) {
    MemoryWatch watch = new MemoryWatch(author, request, listener);
    store
        .scheduler()
        .after(
            Duration.ZERO,
            () -> {
              watches.removeIf(MemoryWatch::over);
              watches.add(watch);
              if (closed) {
                watch.end(new WatchListener.WatchEnd.Broken("the connection was closed"));
              } else {
                store.open(watch);
              }
            });
    return watch;
  }

  /** Its watches hear nothing any more; calls that come later are refused. */
  @Override
  public void close() {
    closed = true;
    store.scheduler().after(Duration.ZERO, () -> watches.forEach(MemoryWatch::cancel));
  }

  private CompletionStage<@Nullable Void> done(
      Operation operation, Duration deadline, Runnable apply) {
    Supplier<@Nullable Void> nothing =
        () -> {
          apply.run();
          return null;
        };
    return call(operation, deadline, nothing);
  }

  private <T extends @Nullable Object> CompletionStage<T> call(
      Operation operation, Duration deadline, Supplier<T> apply) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    store
        .scheduler()
        .after(
            Duration.ZERO,
            () -> {
              if (closed) {
                answer.completeExceptionally(
                    new StoreException(
                        StoreException.Kind.UNAVAILABLE,
                        operation + " was not sent: the connection was closed",
                        null));
              } else {
                store.network().carry(author, operation, deadline, apply, answer);
              }
            });
    return answer;
  }
}
