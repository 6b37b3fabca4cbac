package dev.meso.store.contract;

import static dev.meso.store.contract.Calls.DEADLINE;
import static dev.meso.store.contract.Calls.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.store.contract.Recorder.Signal;
import dev.meso.store.port.Entry;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import dev.meso.store.port.Txn.Write;
import dev.meso.store.port.TxnResult;
import dev.meso.store.port.WatchListener.Change;
import dev.meso.store.port.WatchListener.WatchEnd;
import dev.meso.store.port.WatchRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What watches of every store do. */
public interface WatchContract extends StoreContract {

  @Test
  default void watchFromThePastHearsEveryRevisionInOrder() {
    String root = StoreContract.fresh();
    long first = calls().put(root + "a", "1");
    calls().commit(List.of(), new Write.Put(root + "b", "2"), new Write.Put(root + "c", "2"));
    calls().delete(root + "a");
    Recorder recorder = watch(root, first);
    assertThat(recorder.next(Signal.Created.class).revision()).isEqualTo(first + 2);
    assertThat(recorder.changes(4))
        .containsExactly(
            new Change.Put(new Entry(root + "a", "1", first, first, 0)),
            new Change.Put(new Entry(root + "b", "2", first + 1, first + 1, 0)),
            new Change.Put(new Entry(root + "c", "2", first + 1, first + 1, 0)),
            new Change.Deleted(root + "a", first + 2));
    calls().put(root + "d", "live");
    assertThat(recorder.changes(1)).extracting(Change::revision).containsExactly(first + 3);
  }

  @Test
  default void watchFromNowHearsWhatComesNext() {
    String root = StoreContract.fresh();
    calls().put(root + "before", "1");
    Recorder recorder = watch(root, 0);
    Signal.Created created = recorder.next(Signal.Created.class);
    assertThat(created.clusterId()).isNotZero();
    long after = calls().put(root + "after", "2");
    assertThat(recorder.changes(1))
        .containsExactly(new Change.Put(new Entry(root + "after", "2", after, after, 0)));
  }

  @Test
  default void watchHearsItsPrefixOnly() {
    String root = StoreContract.fresh();
    Recorder recorder = watch(root + "b/", 0);
    recorder.next(Signal.Created.class);
    calls().put(root + "a", "no");
    calls().put(root + "b", "no");
    calls().put(root + "b0", "no");
    calls().commit(List.of(), new Write.Put(root + "b/1", "yes"), new Write.Put(root + "c", "no"));
    calls().put(root + "b/2", "yes");
    assertThat(recorder.changes(2))
        .extracting(Change::key)
        .containsExactly(root + "b/1", root + "b/2");
  }

  @Test
  default void watchOfTheEmptyPrefixHearsEverything() {
    Recorder recorder = watch("", 0);
    recorder.next(Signal.Created.class);
    String root = StoreContract.fresh();
    calls().put(root + "a", "1");
    calls().put("zzz", "2");
    assertThat(recorder.changes(2)).extracting(Change::key).containsExactly(root + "a", "zzz");
  }

  @Test
  default void watchFromTheFutureWaitsForIt() {
    String root = StoreContract.fresh();
    long now = calls().revision();
    Recorder recorder = watch(root, now + 3);
    assertThat(recorder.next(Signal.Created.class).revision()).isEqualTo(now);
    IntStream.rangeClosed(1, 4).forEach(i -> calls().put(root + i, "v"));
    assertThat(recorder.changes(2)).extracting(Change::revision).containsExactly(now + 3, now + 4);
  }

  @Test
  default void watchFromBeforeACompactionEndsAsCompacted() {
    String root = StoreContract.fresh();
    long first = calls().put(root + "a", "1");
    long second = calls().put(root + "a", "2");
    long third = calls().put(root + "a", "3");
    answer(subject().store().compact(second, DEADLINE));
    Recorder tooOld = watch(root, first);
    tooOld.next(Signal.Created.class);
    assertThat(tooOld.next(Signal.End.class).end()).isEqualTo(new WatchEnd.Compacted(second));
    Recorder young = watch(root, third);
    young.next(Signal.Created.class);
    assertThat(young.changes(1)).extracting(Change::revision).containsExactly(third);
  }

  @Test
  default void compactionBehindAWatchDoesNotDisturbIt() {
    String root = StoreContract.fresh();
    Recorder recorder = watch(root, 0);
    recorder.next(Signal.Created.class);
    calls().put(root + "a", "1");
    recorder.changes(1);
    answer(subject().store().compact(calls().put(root + "a", "2"), DEADLINE));
    calls().put(root + "a", "3");
    assertThat(recorder.changes(2))
        .extracting(change -> ((Change.Put) change).entry().value())
        .containsExactly("2", "3");
  }

  @Test
  default void watchHearsAFloodCompletelyAndInOrder() {
    String root = StoreContract.fresh();
    Recorder live = watch(root, 0);
    long before = live.next(Signal.Created.class).revision();
    String large = "x".repeat(2_000);
    var answers =
        IntStream.range(0, 3_000)
            .mapToObj(
                i ->
                    subject()
                        .store()
                        .commit(
                            new Txn(List.of(), List.of(new Write.Put(root + i, large))), DEADLINE))
            .toList();
    List<Long> expected =
        answers.stream().map(Calls::answer).map(TxnResult::revision).sorted().toList();
    Recorder late = watch(root, before + 1);
    late.next(Signal.Created.class);
    assertThat(live.changes(3_000)).extracting(Change::revision).isEqualTo(expected);
    assertThat(late.changes(3_000)).extracting(Change::revision).isEqualTo(expected);
  }

  @Test
  default void lastPieceOfARevisionSaysThatItIsComplete() {
    String root = StoreContract.fresh();
    String large = "x".repeat(300_000);
    // Five times what etcd packs into one message, in revisions of three changes.
    long first = 0;
    for (int i = 0; i < 10; i++) {
      long at =
          calls()
              .commit(
                  List.of(),
                  new Write.Put(root + i + "a", large),
                  new Write.Put(root + i + "b", large),
                  new Write.Put(root + i + "c", large))
              .revision();
      first = first == 0 ? at : first;
    }
    Recorder recorder = watch(root, first);
    recorder.next(Signal.Created.class);
    List<Signal.Changes> pieces = new ArrayList<>();
    int heard = 0;
    while (heard < 30) {
      Signal.Changes piece = recorder.next(Signal.Changes.class);
      heard += piece.changes().size();
      pieces.add(piece);
    }
    assertThat(pieces.getLast().complete()).isTrue();
    for (int i = 1; i < pieces.size(); i++) {
      long last = pieces.get(i - 1).changes().getLast().revision();
      boolean splits = pieces.get(i).changes().getFirst().revision() == last;
      assertThat(splits && pieces.get(i - 1).complete())
          .as("piece %d is complete but its revision goes on", i - 1)
          .isFalse();
    }
  }

  @Test
  default void cancelledWatchSaysNothingMore() {
    String root = StoreContract.fresh();
    Recorder cancelled = new Recorder();
    Store.Watch watch = subject().store().watch(new WatchRequest(root, 0), cancelled);
    Recorder other = watch(root, 0);
    cancelled.next(Signal.Created.class);
    other.next(Signal.Created.class);
    watch.cancel();
    watch.cancel();
    IntStream.range(0, 50).forEach(i -> calls().put(root + i, "v"));
    other.changes(50);
    assertThat(cancelled.left()).isEmpty();
  }

  @Test
  default void closingTheConnectionSilencesItsWatches() {
    String root = StoreContract.fresh();
    Store mine = subject().connect();
    Recorder closed = new Recorder();
    mine.watch(new WatchRequest(root, 0), closed);
    closed.next(Signal.Created.class);
    Recorder other = watch(root, 0);
    other.next(Signal.Created.class);
    mine.close();
    IntStream.range(0, 50).forEach(i -> calls().put(root + i, "v"));
    other.changes(50);
    assertThat(closed.left()).isEmpty();
  }

  default Recorder watch(String prefix, long from) {
    Recorder recorder = new Recorder();
    subject().store().watch(new WatchRequest(prefix, from), recorder);
    return recorder;
  }
}
