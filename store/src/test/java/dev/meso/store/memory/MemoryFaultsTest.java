package dev.meso.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.store.memory.Faults.CallFate;
import dev.meso.store.memory.Faults.DeliveryFate;
import dev.meso.store.memory.Faults.Operation;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.Store;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.Txn;
import dev.meso.store.port.WatchRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every fault that the store in memory can show does what it is said to do. */
class MemoryFaultsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private final VirtualScheduler time = VirtualScheduler.inOrder();
  private final ScriptedFaults faults = new ScriptedFaults();
  private final AppliedLog log = new AppliedLog(100);
  private final MemoryStore server = MemoryStore.builder(time).faults(faults).listener(log).build();
  private final Store store = server.as("a");
  private final List<String> answers = new ArrayList<>();

  @Test
  void pipelinedTransactionsOvertakeEachOther() {
    faults.next(Operation.COMMIT, carried(50, 0), carried(10, 0));
    put("k", "first");
    put("k", "second");
    time.advance(DEADLINE);
    assertThat(value("k")).isEqualTo("first");
    assertThat(answers).containsExactly("second ok", "first ok");
  }

  @Test
  void timedOutTransactionLandsLate() {
    faults.next(Operation.COMMIT, carried(3_000, 0));
    put("k", "late");
    time.advance(Duration.ofMillis(1_500));
    assertThat(answers).containsExactly("late UNKNOWN");
    assertThat(value("k")).isEmpty();
    time.advance(Duration.ofSeconds(2));
    assertThat(value("k")).isEqualTo("late");
  }

  @Test
  void answerBeyondTheDeadlineLeavesAnAppliedWriteUnknown() {
    faults.next(Operation.COMMIT, carried(0, 1_000));
    put("k", "v");
    time.advance(DEADLINE);
    assertThat(answers).containsExactly("v UNKNOWN");
    assertThat(value("k")).isEqualTo("v");
  }

  @Test
  void slowReadIsUnavailableNeverUnknown() {
    faults.next(Operation.RANGE, carried(0, 5_000));
    note("read", store.range(RangeRequest.key("k"), DEADLINE));
    time.advance(DEADLINE);
    assertThat(answers).containsExactly("read UNAVAILABLE");
  }

  @Test
  void refusedCallIsNotApplied() {
    faults.next(Operation.COMMIT, new CallFate.Refused());
    put("k", "v");
    time.advance(Duration.ofSeconds(10));
    assertThat(answers).containsExactly("v UNAVAILABLE");
    assertThat(value("k")).isEmpty();
  }

  @Test
  void aScriptForOneAuthorIsNotMetByAnother() {
    faults.nextOf("b", Operation.COMMIT, new CallFate.Refused());
    put("k", "v");
    time.advance(DEADLINE);
    assertThat(answers).containsExactly("v ok");
    assertThat(faults.unmet()).containsExactly(Operation.COMMIT);
  }

  @Test
  void cutConnectionLeavesBothOutcomesOpen() {
    faults.next(
        Operation.COMMIT,
        new CallFate.Cut(Duration.ofMillis(5), true),
        new CallFate.Cut(Duration.ofMillis(5), false));
    put("arrived", "v1");
    put("lost", "v2");
    time.advance(DEADLINE);
    assertThat(answers).containsExactly("v1 UNKNOWN", "v2 UNKNOWN");
    assertThat(value("arrived")).isEqualTo("v1");
    assertThat(value("lost")).isEmpty();
  }

  @Test
  void watchLagsAndStaysInOrder() {
    Heard heard = watch("k", 0);
    faults.nextDelivery(DeliveryFate.lagging(Duration.ofMillis(100)));
    put("k", "1");
    put("k", "2");
    time.advance(Duration.ofMillis(99));
    assertThat(heard.lines()).containsExactly("created 1 of 1");
    time.advance(Duration.ofMillis(1));
    assertThat(heard.lines()).containsExactly("created 1 of 1", "k=1@2,k=2@3");
  }

  @Test
  void revisionIsSpreadOverFragments() {
    Heard heard = watch("k", 0);
    faults.nextDelivery(DeliveryFate.fragmented(3));
    note(
        "txn",
        store.commit(
            new Txn(List.of(), List.of(write("k1"), write("k2"), write("k3"), write("k4"))),
            DEADLINE));
    time.settle();
    assertThat(heard.lines().subList(1, 4))
        .containsExactly("k1=v@2 ...", "k2=v@2 ...", "k3=v@2,k4=v@2");
  }

  @Test
  void progressOvertakesEvents() {
    Heard heard = watch("k", 0);
    faults.nextDelivery(DeliveryFate.overtakenByProgress(Duration.ofMillis(10)));
    put("k", "v");
    time.advance(DEADLINE);
    assertThat(heard.lines()).containsExactly("created 1 of 1", "progress 2", "k=v@2");
  }

  @Test
  void lostWatchEndsOnceAndMissesNothingWhenWatchedAnew() {
    Heard heard = watch("k", 0);
    faults.nextDelivery(DeliveryFate.lost());
    put("k", "1");
    put("k", "2");
    time.settle();
    assertThat(heard.lines()).containsExactly("created 1 of 1", "broken");
    assertThat(watch("k", 2).lines()).containsExactly("created 3 of 1", "k=1@2,k=2@3");
  }

  @Test
  void compactionEndsAWatchThatLags() {
    Heard lagging = watch("k", 0);
    faults.nextDelivery(DeliveryFate.lagging(Duration.ofMillis(100)));
    put("k", "1");
    time.settle();
    server.disturb(new Disturbance.CompactUnderWatches());
    time.advance(DEADLINE);
    assertThat(lagging.lines()).containsExactly("created 1 of 1", "compacted 2");
  }

  @Test
  void downAndUpKeepsDataAndStartsLeasesAnew() {
    Heard heard = watch("k", 0);
    var lease = store.grant(Duration.ofSeconds(3), DEADLINE).toCompletableFuture();
    time.settle();
    store.commit(leased("k", lease.join()), DEADLINE);
    time.advance(Duration.ofSeconds(2));
    server.disturb(new Disturbance.Down());
    put("k2", "refused");
    time.advance(Duration.ofSeconds(30));
    server.disturb(new Disturbance.Up());
    time.advance(Duration.ofMillis(2_900));
    assertThat(value("k")).isEqualTo("v");
    time.advance(Duration.ofMillis(100));
    assertThat(value("k")).isEmpty();
    assertThat(answers).containsExactly("refused UNAVAILABLE");
    assertThat(heard.lines()).containsExactly("created 1 of 1", "k=v@2", "broken");
  }

  @Test
  void frozenStoreAppliesLateWhatArrived() {
    server.disturb(new Disturbance.Freeze());
    put("k", "v");
    note("read", store.range(RangeRequest.key("k"), DEADLINE));
    time.advance(Duration.ofSeconds(5));
    assertThat(answers).containsExactly("v UNKNOWN", "read UNAVAILABLE");
    server.disturb(new Disturbance.Thaw());
    time.settle();
    assertThat(value("k")).isEqualTo("v");
  }

  @Test
  void cutOffAuthorIsSilentAndHearsLate() {
    Heard heard = watch("k", 0);
    server.disturb(new Disturbance.CutOff("a"));
    put("k", "never");
    note("other", server.as("b").commit(new Txn(List.of(), List.of(write("k"))), DEADLINE));
    time.advance(Duration.ofSeconds(2));
    assertThat(answers).containsExactly("other ok", "never UNKNOWN");
    assertThat(heard.lines()).containsExactly("created 1 of 1");
    server.disturb(new Disturbance.Reconnect("a"));
    time.settle();
    assertThat(heard.lines()).containsExactly("created 1 of 1", "k=v@2");
  }

  @Test
  void longSilenceBreaksWatches() {
    Heard heard = watch("k", 0);
    server.disturb(new Disturbance.CutOff("a"));
    time.advance(Duration.ofSeconds(11));
    assertThat(heard.lines()).containsExactly("created 1 of 1", "broken");
  }

  @Test
  void anotherClusterHasAnotherIdAndNoKeys() {
    put("k", "v");
    Heard heard = watch("k", 0);
    server.disturb(new Disturbance.NewCluster(77));
    time.settle();
    assertThat(heard.lines()).containsExactly("created 2 of 1", "broken");
    assertThat(watch("k", 3).lines()).containsExactly("created 1 of 77");
    assertThat(value("k")).isEmpty();
  }

  @Test
  void storeThatWasSetBackIsAtAnOlderRevision() {
    IntStream.range(0, 5).forEach(i -> put("k", "" + i));
    time.settle();
    server.disturb(new Disturbance.SetBack(2));
    time.settle();
    assertThat(value("k")).isEqualTo("2");
    assertThat(watch("k", 7).lines()).containsExactly("created 4 of 1");
    note("read", store.range(RangeRequest.prefix("k").next("", 6), DEADLINE));
    time.settle();
    assertThat(answers).endsWith("read COMPACTED");
  }

  @Test
  void listenerHearsWhoWroteWhat() {
    server.as("b").commit(new Txn(List.of(), List.of(write("k"))), DEADLINE);
    put("k", "mine");
    time.settle();
    assertThat(log.entries())
        .extracting(applied -> ((Applied.Transaction) applied).author())
        .containsExactly("b", "a");
    assertThat(log.dropped()).isZero();
  }

  @Test
  void theSameSeedsGiveTheSameHistory() {
    assertThat(rough(7)).isEqualTo(rough(7)).isNotEqualTo(rough(8));
  }

  private static List<String> rough(long seed) {
    VirtualScheduler time = VirtualScheduler.shuffled(seed);
    Faults faults = new SeededFaults(seed, SeededFaults.Rates.ROUGH);
    MemoryStore server = MemoryStore.builder(time).faults(faults).build();
    Store store = server.as("a");
    Heard heard = new Heard();
    store.watch(new WatchRequest("k", 0), heard);
    for (int i = 0; i < 50; i++) {
      store.commit(new Txn(List.of(), List.of(write("k" + i % 7))), DEADLINE);
      time.advance(Duration.ofMillis(3));
    }
    time.advance(Duration.ofMinutes(1));
    return heard.lines();
  }

  private Heard watch(String prefix, long from) {
    time.settle();
    Heard heard = new Heard();
    store.watch(new WatchRequest(prefix, from), heard);
    time.settle();
    return heard;
  }

  private void put(String key, String value) {
    note(value, store.commit(new Txn(List.of(), List.of(new Txn.Write.Put(key, value))), DEADLINE));
  }

  private void note(String name, CompletionStage<?> answer) {
    var _ =
        answer.whenComplete(
            (_, failed) -> {
              String outcome = failed instanceof StoreException why ? why.kind().toString() : "ok";
              answers.add(name + " " + outcome);
            });
  }

  /** The present value, read without faults; empty when absent. */
  private String value(String key) {
    var read = server.as("reader").range(RangeRequest.key(key), DEADLINE).toCompletableFuture();
    time.settle();
    return read.join().entries().stream().findFirst().map(Entry::value).orElse("");
  }

  private static CallFate carried(long thereMillis, long backMillis) {
    return new CallFate.Carried(Duration.ofMillis(thereMillis), Duration.ofMillis(backMillis));
  }

  private static Txn.Write write(String key) {
    return new Txn.Write.Put(key, "v");
  }

  private static Txn leased(String key, long lease) {
    return new Txn(List.of(), List.of(new Txn.Write.Put(key, "v", lease)));
  }
}
