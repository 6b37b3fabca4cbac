package dev.meso.store.contract;

import static dev.meso.store.contract.Calls.DEADLINE;
import static dev.meso.store.contract.Calls.answer;
import static dev.meso.store.contract.Calls.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.StoreException.Kind;
import dev.meso.store.port.Txn;
import dev.meso.store.port.Txn.Guard;
import dev.meso.store.port.Txn.Write;
import dev.meso.store.port.TxnResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What reads and transactions of every store do. */
public interface StoreContract {
  /** Prefixes of different tests differ, since they share a store. */
  AtomicLong PREFIXES = new AtomicLong();

  Subject subject();

  default Calls calls() {
    return new Calls(subject().store());
  }

  static String fresh() {
    return "/t" + PREFIXES.incrementAndGet() + "/";
  }

  @Test
  default void readsBackWhatWasWritten() {
    String key = fresh() + "é漢🙂";
    long created = calls().put(key, "{\"a\":\"ü🙂\"}");
    assertThat(calls().get(key)).hasValue(new Entry(key, "{\"a\":\"ü🙂\"}", created, created, 0));
    long changed = calls().put(key, "");
    assertThat(changed).isEqualTo(created + 1);
    assertThat(calls().get(key)).hasValue(new Entry(key, "", created, changed, 0));
  }

  @Test
  default void absentKeyIsReadAsNothing() {
    RangeResult read = calls().range(RangeRequest.key(fresh()));
    assertThat(read.entries()).isEmpty();
    assertThat(read.more()).isFalse();
  }

  @Test
  default void prefixIsReadInKeyOrderAndNothingElse() {
    String root = fresh();
    for (String key : List.of("b/2", "b", "b/1", "b0", "a", "b/\uffee", "b/🙂")) {
      calls().put(root + key, key);
    }
    assertThat(calls().all(root + "b/", 10))
        .extracting(Entry::value)
        .containsExactly("b/1", "b/2", "b/\uffee", "b/🙂");
  }

  @Test
  default void keysOnlyLeavesValuesOut() {
    String root = fresh();
    calls().put(root + "a", "value");
    RangeResult read = calls().range(RangeRequest.prefix(root).withKeysOnly());
    assertThat(read.entries()).extracting(Entry::key).containsExactly(root + "a");
    assertThat(read.entries()).extracting(Entry::value).containsExactly("");
  }

  @Test
  default void pagesOfOneRevisionDoNotSeeWritesMadeMeanwhile() {
    String root = fresh();
    IntStream.range(0, 10).forEach(i -> calls().put(root + i, "old"));
    RangeResult first = calls().range(new RangeRequest(root, true, 0, "", 4, false));
    calls().put(root + "5", "new");
    calls().put(root + "55", "new");
    calls().delete(root + "6");
    RangeRequest next = new RangeRequest(root, true, 0, "", 4, false);
    RangeResult second = calls().range(next.next(root + "3", first.revision()));
    RangeResult third = calls().range(next.next(root + "7", first.revision()));
    assertThat(first.more()).isTrue();
    assertThat(second.more()).isTrue();
    assertThat(third.more()).isFalse();
    assertThat(second.entries()).extracting(Entry::value).containsOnly("old");
    assertThat(second.entries())
        .extracting(Entry::key)
        .containsExactly(root + "4", root + "5", root + "6", root + "7");
    assertThat(third.entries()).extracting(Entry::key).containsExactly(root + "8", root + "9");
  }

  @Test
  default void lastFullPageSaysThatNothingFollows() {
    String root = fresh();
    IntStream.range(0, 4).forEach(i -> calls().put(root + i, "v"));
    assertThat(calls().range(new RangeRequest(root, true, 0, "", 4, false)).more()).isFalse();
    assertThat(calls().all(root, 3)).hasSize(4);
  }

  @Test
  default void everyGuardHoldsAndRefusesAsItSays() {
    String root = fresh();
    long created = calls().put(root + "k", "1");
    long changed = calls().put(root + "k", "2");
    String present = root + "k";
    String absent = root + "absent";
    List<Guard> holding =
        List.of(
            new Guard.CreateRevisionIs(present, created),
            new Guard.ModRevisionIs(present, changed),
            new Guard.ModRevisionBelow(present, changed + 1),
            new Guard.Present(present),
            Guard.absent(absent),
            new Guard.CreateRevisionIs(absent, 0),
            new Guard.ModRevisionIs(absent, 0),
            new Guard.ModRevisionBelow(absent, 1));
    List<Guard> failing =
        List.of(
            new Guard.CreateRevisionIs(present, changed),
            new Guard.ModRevisionIs(present, created),
            new Guard.ModRevisionBelow(present, changed),
            Guard.absent(present),
            new Guard.Present(absent),
            new Guard.CreateRevisionIs(absent, created),
            new Guard.ModRevisionIs(absent, changed),
            new Guard.ModRevisionBelow(absent, 0));
    holding.forEach(guard -> assertThat(calls().commit(List.of(guard)).committed()).isTrue());
    failing.forEach(guard -> assertThat(calls().commit(List.of(guard)).committed()).isFalse());
    assertThat(calls().commit(holding).committed()).isTrue();
  }

  @Test
  default void refusedTransactionWritesNothingAndReturnsPresentEntries() {
    String root = fresh();
    calls().put(root + "a", "1");
    long revision = calls().put(root + "b", "2");
    TxnResult refused =
        calls()
            .commit(
                List.of(
                    new Guard.Present(root + "b"),
                    new Guard.Present(root + "absent"),
                    new Guard.ModRevisionBelow(root + "b", 1),
                    new Guard.Present(root + "a")),
                new Write.Put(root + "c", "never"),
                new Write.Delete(root + "a"));
    assertThat(refused.committed()).isFalse();
    assertThat(refused.revision()).isEqualTo(revision);
    assertThat(refused.present()).extracting(Entry::value).containsExactly("2", "1");
    assertThat(calls().get(root + "c")).isEmpty();
    assertThat(calls().get(root + "a")).isPresent();
  }

  @Test
  default void refusedTransactionBringsTheKeysThatWereAskedFor() {
    String root = fresh();
    calls().put(root + "a", "1");
    calls().put(root + "b", "2");
    List<Guard> guards = List.of(Guard.absent(root + "a"), new Guard.Present(root + "b"));
    Txn one = new Txn(guards, List.of(), Set.of(root + "b"));
    assertThat(sent(one).present()).extracting(Entry::value).containsExactly("2");
    Txn none = new Txn(guards, List.of(), Set.of());
    assertThat(sent(none).committed()).isFalse();
    assertThat(sent(none).present()).isEmpty();
  }

  @Test
  default void keysAreReadTogetherByATransactionThatIsAlwaysRefused() {
    String root = fresh();
    calls().put(root + "a", "1");
    long revision = calls().put(root + "b", "2");
    TxnResult read =
        sent(Txn.reading(new LinkedHashSet<>(List.of(root + "absent", root + "b", root + "a"))));
    assertThat(read.committed()).isFalse();
    assertThat(read.revision()).isEqualTo(revision);
    assertThat(read.present()).extracting(Entry::value).containsExactly("2", "1");
    assertThat(sent(Txn.reading(new LinkedHashSet<>(List.of(root + "absent")))).committed())
        .isFalse();
  }

  @Test
  default void committedTransactionIsOneRevision() {
    String root = fresh();
    calls().put(root + "a", "1");
    TxnResult done =
        calls()
            .commit(
                List.of(),
                new Write.Put(root + "b", "2"),
                new Write.Delete(root + "a"),
                new Write.Put(root + "c", "3"));
    assertThat(done.present()).isEmpty();
    assertThat(calls().all(root, 10))
        .extracting(Entry::modRevision)
        .containsExactly(done.revision(), done.revision());
  }

  @Test
  default void deletingAnAbsentKeyChangesNothing() {
    String root = fresh();
    long revision = calls().put(root + "a", "1");
    assertThat(calls().delete(root + "absent")).isEqualTo(revision);
    assertThat(calls().delete(root + "a")).isEqualTo(revision + 1);
    long again = calls().put(root + "a", "2");
    assertThat(calls().get(root + "a")).hasValue(new Entry(root + "a", "2", again, again, 0));
  }

  @Test
  default void transactionTakesAsManyOperationsAsPromised() {
    String root = fresh();
    List<Guard> guards = new ArrayList<>();
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < Txn.OPERATIONS_MAX; i++) {
      guards.add(Guard.absent(root + i));
      writes.add(new Write.Put(root + i, "v"));
    }
    assertThat(calls().commit(guards, writes.toArray(Write[]::new)).committed()).isTrue();
    TxnResult refused = calls().commit(guards, writes.toArray(Write[]::new));
    assertThat(refused.present()).hasSize(Txn.OPERATIONS_MAX);
    writes.add(new Write.Put(root + "x", "v"));
    assertThat(failed(new Txn(List.of(), writes))).isEqualTo(Kind.REJECTED);
    guards.add(Guard.absent(root + "x"));
    assertThat(failed(new Txn(guards, List.of()))).isEqualTo(Kind.REJECTED);
  }

  @Test
  default void tooLargeTransactionIsRejected() {
    String root = fresh();
    calls().put(root + "large", "x".repeat(Txn.BYTES_MAX - 100));
    List<Write> writes =
        List.of(
            new Write.Put(root + "a", "x".repeat(Txn.BYTES_MAX / 2)),
            new Write.Put(root + "b", "x".repeat(Txn.BYTES_MAX / 2)));
    assertThat(failed(new Txn(List.of(), writes))).isEqualTo(Kind.REJECTED);
    assertThat(calls().get(root + "a")).isEmpty();
  }

  @Test
  default void malformedTransactionsAreRejected() {
    String key = fresh() + "k";
    Write put = new Write.Put(key, "v");
    for (Txn txn :
        List.of(
            new Txn(List.of(), List.of(put, put)),
            new Txn(List.of(), List.of(put, new Write.Delete(key))),
            new Txn(List.of(), List.of(new Write.Delete(key), new Write.Delete(key))),
            new Txn(List.of(), List.of(new Write.Put("", "v"))),
            new Txn(List.of(), List.of(new Write.Put(key, "v", 4711))))) {
      assertThat(failed(txn)).isEqualTo(Kind.REJECTED);
    }
    assertThat(calls().get(key)).isEmpty();
  }

  @Test
  default void revisionsThatAreNotThereAreToldApartFromOtherFailures() {
    String key = fresh() + "k";
    long first = calls().put(key, "1");
    long second = calls().put(key, "2");
    long third = calls().put(key, "3");
    assertThat(read(key, third + 100)).isEqualTo(Kind.COMPACTED);
    answer(subject().store().compact(second, DEADLINE));
    assertThat(read(key, first)).isEqualTo(Kind.COMPACTED);
    RangeRequest old = new RangeRequest(key, false, second, "", 0, false);
    assertThat(calls().range(old).entries()).extracting(Entry::value).containsExactly("2");
    answer(subject().store().compact(first, DEADLINE));
    assertThat(failure(subject().store().compact(third + 100, DEADLINE))).isEqualTo(Kind.COMPACTED);
  }

  @Test
  default void allPipelinedTransactionsAreMadeOnce() {
    String root = fresh();
    List<CompletionStage<TxnResult>> answers = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      Txn txn =
          new Txn(
              List.of(Guard.absent(root + i)),
              List.of(new Write.Put(root + i, "v"), new Write.Put(root + i + "+", "v")));
      answers.add(subject().store().commit(txn, DEADLINE));
    }
    assertThat(answers.stream().map(Calls::answer).map(TxnResult::revision).distinct())
        .hasSize(2_000);
    assertThat(calls().all(root, 1_500)).hasSize(4_000);
  }

  @Test
  default void oneOfManyRacingTransactionsWins() {
    String key = fresh() + "k";
    Txn txn = new Txn(List.of(Guard.absent(key)), List.of(new Write.Put(key, "v")));
    List<CompletionStage<TxnResult>> answers =
        IntStream.range(0, 100).mapToObj(_ -> subject().store().commit(txn, DEADLINE)).toList();
    assertThat(answers.stream().map(Calls::answer).filter(TxnResult::committed)).hasSize(1);
  }

  @Test
  default void clusterIdIsTheSameForAllConnections() {
    try (var other = subject().connect()) {
      long ours = calls().range(RangeRequest.key("k")).clusterId();
      assertThat(new Calls(other).range(RangeRequest.key("k")).clusterId()).isEqualTo(ours);
    }
  }

  @Test
  default void closedConnectionRefuses() {
    var other = subject().connect();
    new Calls(other).put(fresh() + "k", "v");
    other.close();
    assertThat(failure(other.range(RangeRequest.key("k"), DEADLINE))).isEqualTo(Kind.UNAVAILABLE);
    Txn txn = new Txn(List.of(), List.of(new Write.Put(fresh(), "v")));
    assertThat(failure(other.commit(txn, DEADLINE))).isEqualTo(Kind.UNAVAILABLE);
  }

  private TxnResult sent(Txn txn) {
    return answer(subject().store().commit(txn, DEADLINE));
  }

  private Kind failed(Txn txn) {
    return failure(subject().store().commit(txn, DEADLINE));
  }

  private Kind read(String key, long revision) {
    RangeRequest request = new RangeRequest(key, false, revision, "", 0, false);
    return failure(subject().store().range(request, DEADLINE));
  }
}
