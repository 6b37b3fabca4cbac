package dev.meso.simulation.world;

import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import dev.meso.store.port.WatchListener;
import dev.meso.store.port.WatchRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Ends a process before its n-th effect from a moment on. Effects are calls to the store, and what
 * else the process says that it is about to do; so a crash falls between any two of them, also
 * between two effects of one turn of an actor.
 */
final class Doom implements Store {
  private final Store store;
  private int left = -1;
  private Runnable strike = () -> {};
  private boolean dead;

  Doom(Store store) {
    this.store = store;
  }

  /** Lets so many effects happen yet, and then strikes. */
  void after(int effects, Runnable deathBlow) {
    left = effects;
    strike = deathBlow;
  }

  /** Nothing happens any more. */
  void dead() {
    dead = true;
  }

  /** Whether the process lives to see its next effect. */
  boolean permits() {
    if (dead) {
      return false;
    }
    if (left == 0) {
      left = -1;
      strike.run();
      return !dead;
    }
    if (left > 0) {
      left--;
    }
    return true;
  }

  private <T> CompletionStage<T> permitted(Supplier<CompletionStage<T>> call) {
    // Nobody is left to hear the answer.
    return permits() ? call.get() : new CompletableFuture<>();
  }

  @Override
  public CompletionStage<RangeResult> range(RangeRequest request, Duration deadline) {
    return permitted(() -> store.range(request, deadline));
  }

  @Override
  public CompletionStage<TxnResult> commit(Txn txn, Duration deadline) {
    return permitted(() -> store.commit(txn, deadline));
  }

  @Override
  public CompletionStage<Long> grant(Duration ttl, Duration deadline) {
    return permitted(() -> store.grant(ttl, deadline));
  }

  @Override
  public CompletionStage<Duration> keepAlive(long lease, Duration deadline) {
    return permitted(() -> store.keepAlive(lease, deadline));
  }

  @Override
  public CompletionStage<Void> revoke(long lease, Duration deadline) {
    return permitted(() -> store.revoke(lease, deadline));
  }

  @Override
  public CompletionStage<Void> compact(long revision, Duration deadline) {
    return permitted(() -> store.compact(revision, deadline));
  }

  @Override
  public Watch watch(WatchRequest request, WatchListener listener) {
    return permits() ? store.watch(request, listener) : () -> {};
  }

  @Override
  public void close() {
    store.close();
  }
}
