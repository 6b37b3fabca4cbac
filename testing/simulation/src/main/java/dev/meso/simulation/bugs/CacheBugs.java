package dev.meso.simulation.bugs;

import dev.meso.api.key.Key;
import dev.meso.simulation.world.Wiring;
import dev.meso.store.port.Entry;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import dev.meso.store.port.WatchListener;
import dev.meso.store.port.WatchRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Caches that take for fresh what is not. */
final class CacheBugs {
  private CacheBugs() {}

  /** A progress notification counts as proof that everything up to it was heard. */
  static Wiring progressIsFreshness() {
    return watching(ProgressProves::new);
  }

  /** The barrier is not waited for: it counts as seen when it is sent. */
  static Wiring barrierAtOnce() {
    return Around.controllerStore(
        real ->
            new Detour(real) {
              @Override
              public CompletionStage<TxnResult> commit(Txn txn, Duration deadline) {
                boolean barrier =
                    txn.writes().stream()
                        .anyMatch(write -> Keys.SPACE.parse(write.key()) instanceof Key.Barrier);
                var committed = super.commit(txn, deadline);
                return barrier
                    ? CompletableFuture.completedFuture(new TxnResult(true, 1, List.of()))
                    : committed;
              }
            });
  }

  /** A watch begins at the present, and not where the list ended or the last watch broke. */
  static Wiring watchFromNow() {
    return Around.controllerStore(
        real ->
            new Detour(real) {
              @Override
              public Watch watch(WatchRequest request, WatchListener listener) {
                return super.watch(new WatchRequest(request.prefix(), 0), listener);
              }
            });
  }

  /** A watch that ends because its history was compacted is opened anew, without a list. */
  static Wiring compactionIgnored() {
    return Around.controllerStore(
        real ->
            new Detour(real) {
              @Override
              public Watch watch(WatchRequest request, WatchListener listener) {
                return super.watch(request, new GoesOn(listener, this::fromNow));
              }

              private void fromNow(WatchListener listener) {
                super.watch(new WatchRequest(Keys.SPACE.everything(), 0), listener);
              }
            });
  }

  private static Wiring watching(Function<WatchListener, WatchListener> ears) {
    return Around.controllerStore(
        real ->
            new Detour(real) {
              @Override
              public Watch watch(WatchRequest request, WatchListener listener) {
                return super.watch(request, ears.apply(listener));
              }
            });
  }

  /** Passes everything on. */
  private static class Passes implements WatchListener {
    private final WatchListener to;

    Passes(WatchListener to) {
      this.to = to;
    }

    @Override
    public void onCreated(long revision, long clusterId) {
      to.onCreated(revision, clusterId);
    }

    @Override
    public void onChanges(List<Change> changes, boolean complete) {
      to.onChanges(changes, complete);
    }

    @Override
    public void onProgress(long revision) {
      to.onProgress(revision);
    }

    @Override
    public void onEnd(WatchEnd end) {
      to.onEnd(end);
    }
  }

  /** Makes an empty revision of each notification, and leaves out what it has overtaken. */
  private static final class ProgressProves extends Passes {
    private long proven;

    ProgressProves(WatchListener to) {
      super(to);
    }

    @Override
    public void onChanges(List<Change> changes, boolean complete) {
      List<Change> news = changes.stream().filter(change -> change.revision() > proven).toList();
      if (!news.isEmpty()) {
        super.onChanges(news, complete);
        proven = Math.max(proven, complete ? news.getLast().revision() : proven);
      }
    }

    @Override
    public void onProgress(long revision) {
      if (revision > proven) {
        proven = revision;
        Entry mark =
            new Entry(
                Keys.SPACE.everything() + "progress/" + revision, "{}", revision, revision, 0);
        super.onChanges(List.of(new Change.Put(mark)), true);
      }
    }
  }

  /** Opens another watch in the place of one whose history is gone. */
  private static final class GoesOn extends Passes {
    private final java.util.function.Consumer<WatchListener> again;
    private boolean created;

    GoesOn(WatchListener to, java.util.function.Consumer<WatchListener> again) {
      super(to);
      this.again = again;
    }

    @Override
    public void onCreated(long revision, long clusterId) {
      if (!created) {
        created = true;
        super.onCreated(revision, clusterId);
      }
    }

    @Override
    public void onEnd(WatchEnd end) {
      if (end instanceof WatchEnd.Compacted) {
        again.accept(this);
      } else {
        super.onEnd(end);
      }
    }
  }
}
