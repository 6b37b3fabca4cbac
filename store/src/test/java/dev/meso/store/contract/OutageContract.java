package dev.meso.store.contract;

import static dev.meso.store.contract.Calls.DEADLINE;
import static dev.meso.store.contract.Calls.answer;
import static dev.meso.store.contract.Calls.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meso.store.contract.Recorder.Signal;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.StoreException.Kind;
import dev.meso.store.port.Txn;
import dev.meso.store.port.Txn.Write;
import dev.meso.store.port.WatchListener.Change;
import dev.meso.store.port.WatchListener.WatchEnd;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store does when it stops or dies and comes back. */
public interface OutageContract extends LeaseContract {
  Duration SHORT = Duration.ofMillis(500);

  /** A deadline is kept within this, on a machine that does other things too. */
  Duration SLACK = Duration.ofSeconds(3);

  /** A store that is back is used again within this. */
  Duration BACK_WITHIN = Duration.ofSeconds(3);

  @Test
  default void frozenStoreLeavesWritesUnknownAndReadsUnavailable() {
    String root = StoreContract.fresh();
    calls().put(root + "k", "before");
    long lease = calls().grant(Duration.ofSeconds(60));
    subject().freeze();
    try {
      var store = subject().store();
      long start = System.nanoTime();
      var write = store.commit(put(root + "k", "late"), SHORT);
      var read = store.range(RangeRequest.key(root + "k"), SHORT);
      var renewal = store.keepAlive(lease, SHORT);
      assertThat(failure(write)).isEqualTo(Kind.UNKNOWN);
      assertThat(failure(read)).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure(renewal)).isEqualTo(Kind.UNKNOWN);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.plus(SLACK));
    } finally {
      subject().thaw();
    }
    assertThat(answer(subject().store().keepAlive(lease, DEADLINE))).hasSeconds(60);
    // The write that was given up may land or not; both are what UNKNOWN says.
    assertThat(calls().get(root + "k").orElseThrow().value()).isIn("before", "late");
  }

  @Test
  default void deadStoreRefusesBreaksWatchesAndComesBackWithItsData() {
    assumeTrue(subject().canCrash(), "this store cannot be restarted at the same address");
    String root = StoreContract.fresh();
    Recorder recorder = watch(root, 0);
    recorder.next(Signal.Created.class);
    long last = calls().put(root + "k", "acknowledged");
    recorder.changes(1);
    subject().crash();
    try {
      assertThat(recorder.next(Signal.End.class).end()).isInstanceOf(WatchEnd.Broken.class);
      awaitRefusal(root);
      Recorder refused = watch(root, last + 1);
      assertThat(refused.next(Signal.End.class).end()).isInstanceOf(WatchEnd.Broken.class);
    } finally {
      subject().comeBack();
    }
    long back = System.nanoTime();
    awaitAnswer(root);
    assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(BACK_WITHIN);
    assertThat(calls().get(root + "k").orElseThrow().value()).isEqualTo("acknowledged");
    Recorder anew = watchUntilCreated(root, last + 1);
    calls().put(root + "k", "again");
    assertThat(anew.changes(1)).extracting(Change::revision).containsExactly(last + 1);
  }

  /** Right after the crash a write may still be caught by the dying connection. */
  private void awaitRefusal(String root) {
    Kind kind = Kind.UNKNOWN;
    for (int i = 0; i < 100 && kind == Kind.UNKNOWN; i++) {
      kind = failure(subject().store().commit(put(root + "dead", "v"), DEADLINE));
    }
    assertThat(kind).isEqualTo(Kind.UNAVAILABLE);
  }

  private void awaitAnswer(String root) {
    long until = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      try {
        calls().range(RangeRequest.key(root));
        return;
      } catch (StoreException notYet) {
        assertThat(System.nanoTime()).isLessThan(until);
      }
    }
  }

  private Recorder watchUntilCreated(String root, long from) {
    long until = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      Recorder recorder = watch(root, from);
      if (recorder.next(Signal.class) instanceof Signal.Created) {
        return recorder;
      }
      assertThat(System.nanoTime()).isLessThan(until);
    }
  }

  private static Txn put(String key, String value) {
    return new Txn(List.of(), List.of(new Write.Put(key, value)));
  }
}
