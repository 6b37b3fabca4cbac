package dev.meso.store.cache;

import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import dev.meso.store.port.WatchListener;
import dev.meso.store.port.WatchRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** A store whose watches silently leave changes out, as etcd was seen to do. */
final class LossyStore implements Store {
  private final Store store;
  private Predicate<WatchListener.Change> lost = _ -> false;

  LossyStore(Store store) {
    this.store = store;
  }

  /** From now on, these changes are not heard. */
  void lose(Predicate<WatchListener.Change> lost) {
    this.lost = lost;
  }

  @Override
  public CompletionStage<RangeResult> range(RangeRequest request, Duration deadline) {
    return store.range(request, deadline);
  }

  @Override
  public CompletionStage<TxnResult> commit(Txn txn, Duration deadline) {
    return store.commit(txn, deadline);
  }

  @Override
  public Watch watch(WatchRequest request, WatchListener listener) {
    return store.watch(
        request,
        new WatchListener() {
          @Override
          public void onCreated(long revision, long clusterId) {
            listener.onCreated(revision, clusterId);
          }

          @Override
          public void onChanges(List<Change> changes, boolean complete) {
            List<Change> left = changes.stream().filter(lost.negate()).toList();
            if (!left.isEmpty()) {
              listener.onChanges(left, complete);
            }
          }

          @Override
          public void onProgress(long revision) {
            listener.onProgress(revision);
          }

          @Override
          public void onEnd(WatchEnd end) {
            listener.onEnd(end);
          }
        });
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
