package dev.meso.simulation.bugs;

import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import dev.meso.store.port.WatchListener;
import dev.meso.store.port.WatchRequest;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A way to the store on which something may go wrong; this one changes nothing. */
class Detour implements Store {
  private final Store real;

  Detour(Store real) {
    this.real = real;
  }

  /** One that changes what is committed. */
  static Store writing(Store real, UnaryOperator<Txn> change) {
    return new Detour(real) {
      @Override
      public CompletionStage<TxnResult> commit(Txn txn, Duration deadline) {
        return super.commit(change.apply(txn), deadline);
      }
    };
  }

  @Override
  public CompletionStage<RangeResult> range(RangeRequest request, Duration deadline) {
    return real.range(request, deadline);
  }

  @Override
  public CompletionStage<TxnResult> commit(Txn txn, Duration deadline) {
    return real.commit(txn, deadline);
  }

  @Override
  public Watch watch(WatchRequest request, WatchListener listener) {
    return real.watch(request, listener);
  }

  @Override
  public CompletionStage<Long> grant(Duration ttl, Duration deadline) {
    return real.grant(ttl, deadline);
  }

  @Override
  public CompletionStage<Duration> keepAlive(long lease, Duration deadline) {
    return real.keepAlive(lease, deadline);
  }

  @Override
  public CompletionStage<Void> revoke(long lease, Duration deadline) {
    return real.revoke(lease, deadline);
  }

  @Override
  public CompletionStage<Void> compact(long revision, Duration deadline) {
    return real.compact(revision, deadline);
  }

  @Override
  public void close() {
    real.close();
  }
}
