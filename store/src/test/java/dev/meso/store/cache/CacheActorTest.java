package dev.meso.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.time.Now;
import dev.meso.store.actor.Effect;
import dev.meso.store.actor.Result;
import dev.meso.store.actor.StoreEffect;
import dev.meso.store.actor.WatchSignal;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.TxnResult;
import dev.meso.store.port.WatchListener.Change;
import dev.meso.store.port.WatchListener.WatchEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** One message, these effects; no store. */
class CacheActorTest {
  private final CacheActor actor = new CacheActor(CacheWorld.config());
  private final List<StoreEffect<CacheMessage>> asked = new ArrayList<>();
  private Now now = new Now(Instant.EPOCH, Duration.ofSeconds(100));

  @Test
  void pagesAreReadAtTheRevisionOfTheFirst() {
    assertThat(tell(new CacheMessage.Start()))
        .containsExactly("read /meso/ at 0 after ''", "Unreachable", "after");
    assertThat(page(7, 50, true, entry("/meso/a", 3, 3)))
        .containsExactly("read /meso/ at 50 after '/meso/a'");
    // The store went on meanwhile; that is no matter.
    assertThat(page(7, 55, false, entry("/meso/b", 4, 4)))
        .containsExactly("Relisted START 50 +2", "watch from 51");
  }

  @Test
  void pageCompactedWhileReadingBeginsTheListAgain() {
    tell(new CacheMessage.Start());
    page(7, 50, true, entry("/meso/a", 3, 3));
    assertThat(answerRead(failed(StoreException.Kind.COMPACTED))).containsExactly("after");
    assertThat(retry()).containsExactly("read /meso/ at 0 after ''");
  }

  @Test
  void incompleteRevisionWaitsForTheNextOrTheLastFragment() {
    follow();
    assertThat(changes(false, put("/meso/a", 51, 51))).isEmpty();
    assertThat(changes(false, put("/meso/b", 51, 51), put("/meso/c", 52, 52)))
        .containsExactly("Stepped 51 [/meso/a, /meso/b]");
    assertThat(changes(true, put("/meso/d", 52, 52)))
        .containsExactly("Stepped 52 [/meso/c, /meso/d]");
  }

  @Test
  void brokenWatchForgetsTheIncompleteRevisionAndResumesBehindTheLastCompleteOne() {
    follow();
    changes(true, put("/meso/a", 51, 51));
    changes(false, put("/meso/b", 52, 52));
    assertThat(signal(new WatchSignal.Ended(new WatchEnd.Broken("test"))))
        .containsExactly("cancel", "after");
    assertThat(retry()).containsExactly("watch from 52");
    signal(new WatchSignal.Created(53, 7));
    assertThat(changes(true, put("/meso/b", 52, 52), put("/meso/c", 52, 52)))
        .containsExactly("Stepped 52 [/meso/b, /meso/c]");
  }

  @Test
  void resumedWatchOfAnotherClusterOrAnOlderStoreIsListedAnew() {
    follow();
    signal(new WatchSignal.Ended(new WatchEnd.Broken("test")));
    retry();
    assertThat(signal(new WatchSignal.Created(60, 8))).containsExactly("cancel", "after");
    assertThat(retry()).containsExactly("read /meso/ at 0 after ''");
    assertThat(page(8, 60, false)).contains("Relisted OTHER_CLUSTER 60 +1 other history");
    assertThat(signal(new WatchSignal.Created(59, 8))).containsExactly("cancel", "after");
    assertThat(retry()).containsExactly("read /meso/ at 0 after ''");
    assertThat(page(8, 59, false)).contains("Relisted BACKWARD 59 +0 other history");
  }

  @Test
  void compactedWatchIsListedAnewNotResumed() {
    follow();
    assertThat(signal(new WatchSignal.Ended(new WatchEnd.Compacted(80)))).contains("after");
    assertThat(retry()).containsExactly("read /meso/ at 0 after ''");
    assertThat(page(7, 90, false)).containsExactly("Relisted COMPACTED 90 +1", "watch from 91");
  }

  @Test
  void revisionThatIsAppliedAlreadyIsBackward() {
    follow();
    assertThat(changes(true, put("/meso/a", 50, 50))).containsExactly("cancel", "after");
    retry();
    assertThat(page(7, 51, false)).contains("Relisted BACKWARD 51 +1");
  }

  @Test
  void signalsOfACancelledWatchAreNotHeard() {
    follow();
    Function<WatchSignal, CacheMessage> old = lastWatch().reply();
    signal(new WatchSignal.Ended(new WatchEnd.Broken("test")));
    retry();
    assertThat(tell(old.apply(new WatchSignal.Changes(List.of(put("/meso/a", 51, 51)), true))))
        .isEmpty();
  }

  @Test
  void progressAndCreationProveNothing() {
    follow();
    tell(new CacheMessage.Fresh(1, Duration.ofSeconds(5)));
    assertThat(acknowledge(60)).isEmpty();
    assertThat(signal(new WatchSignal.Progress(100))).isEmpty();
    // Its own first barrier is at 60, the ticket's at 61; a later revision proves both.
    assertThat(changes(true, put("/meso/barrier/c1", 60, 60)))
        .containsExactly("Stepped 60 [/meso/barrier/c1]", "Reachable");
    assertThat(acknowledge(61)).isEmpty();
    assertThat(changes(true, put("/meso/barrier/c1", 60, 61)))
        .containsExactly("Stepped 61 [/meso/barrier/c1]", "FreshProven 1");
  }

  @Test
  void acknowledgementBehindTheEventProvesAsWell() {
    follow();
    changes(true, put("/meso/barrier/c1", 60, 60));
    assertThat(acknowledge(60)).containsExactly("Reachable");
  }

  @Test
  void barrierSentBeforeAnInterruptionDoesNotProveReachability() {
    follow();
    signal(new WatchSignal.Ended(new WatchEnd.Broken("test")));
    retry();
    signal(new WatchSignal.Created(60, 7));
    // The write was sent over the connection that broke.
    acknowledge(55);
    assertThat(changes(true, put("/meso/barrier/c1", 55, 55)))
        .containsExactly("Stepped 55 [/meso/barrier/c1]");
  }

  @Test
  void ticketsBeyondTheirDeadlineFailOnce() {
    follow();
    tell(new CacheMessage.Fresh(1, Duration.ofSeconds(5)));
    CacheMessage due = new CacheMessage.FreshDue(1, Duration.ofSeconds(5));
    assertThat(tell(due)).containsExactly("FreshFailed 1");
    assertThat(tell(due)).isEmpty();
  }

  // --- telling, and reading what came back ---

  private void follow() {
    tell(new CacheMessage.Start());
    page(7, 50, false, entry("/meso/k", 3, 3));
    assertThat(signal(new WatchSignal.Created(50, 7))).containsExactly("commit");
  }

  private List<String> tell(CacheMessage message) {
    now = now.plus(Duration.ofMillis(1));
    List<String> said = new ArrayList<>();
    for (Effect<CacheMessage, CacheEffect> effect : actor.on(message, now)) {
      switch (effect) {
        case Effect.Ask<CacheMessage, CacheEffect>(StoreEffect<CacheMessage> what) -> {
          asked.add(what);
          said.add(text(what));
        }
        case Effect.Emit<CacheMessage, CacheEffect>(CacheEffect what) -> said.add(text(what));
      }
    }
    return said;
  }

  private List<String> page(long cluster, long revision, boolean more, Entry... entries) {
    return answerRead(new Result.Ok<>(new RangeResult(List.of(entries), more, revision, cluster)));
  }

  private List<String> answerRead(Result<RangeResult> result) {
    return tell(lastRead().reply().apply(result));
  }

  private List<String> signal(WatchSignal signal) {
    return tell(lastWatch().reply().apply(signal));
  }

  private List<String> changes(boolean complete, Change... changes) {
    return signal(new WatchSignal.Changes(List.of(changes), complete));
  }

  private List<String> acknowledge(long revision) {
    Result<TxnResult> committed = new Result.Ok<>(new TxnResult(true, revision, List.of()));
    return tell(lastCommit().reply().apply(committed)).stream()
        .filter(said -> !said.equals("commit"))
        .toList();
  }

  private List<String> retry() {
    return tell(lastAfter().message());
  }

  private StoreEffect.Watch<CacheMessage> lastWatch() {
    for (StoreEffect<CacheMessage> effect : asked.reversed()) {
      if (effect instanceof StoreEffect.Watch<CacheMessage> found) {
        return found;
      }
    }
    throw new AssertionError("Expected a Watch among " + asked);
  }

  private StoreEffect.Read<CacheMessage> lastRead() {
    for (StoreEffect<CacheMessage> effect : asked.reversed()) {
      if (effect instanceof StoreEffect.Read<CacheMessage> found) {
        return found;
      }
    }
    throw new AssertionError("Expected a Read among " + asked);
  }

  private StoreEffect.Commit<CacheMessage> lastCommit() {
    for (StoreEffect<CacheMessage> effect : asked.reversed()) {
      if (effect instanceof StoreEffect.Commit<CacheMessage> found) {
        return found;
      }
    }
    throw new AssertionError("Expected a Commit among " + asked);
  }

  private StoreEffect.After<CacheMessage> lastAfter() {
    for (StoreEffect<CacheMessage> effect : asked.reversed()) {
      if (effect instanceof StoreEffect.After<CacheMessage> found) {
        return found;
      }
    }
    throw new AssertionError("Expected a After among " + asked);
  }

  private static <T> Result<T> failed(StoreException.Kind kind) {
    return new Result.Failed<>(new StoreException(kind, "test", null));
  }

  private static Entry entry(String key, long created, long modified) {
    return new Entry(key, "v", created, modified, 0);
  }

  private static Change put(String key, long created, long modified) {
    return new Change.Put(entry(key, created, modified));
  }

  private static String text(StoreEffect<CacheMessage> effect) {
    return switch (effect) {
      case StoreEffect.Read<CacheMessage> read ->
          "read %s at %d after '%s'"
              .formatted(read.request().key(), read.request().revision(), read.request().after());
      case StoreEffect.Watch<CacheMessage> watch -> "watch from " + watch.request().fromRevision();
      case StoreEffect.CancelWatch<CacheMessage> _ -> "cancel";
      case StoreEffect.Commit<CacheMessage> _ -> "commit";
      case StoreEffect.After<CacheMessage> _ -> "after";
      case StoreEffect.Grant<CacheMessage> _,
          StoreEffect.KeepAlive<CacheMessage> _,
          StoreEffect.Revoke<CacheMessage> _,
          StoreEffect.Compact<CacheMessage> _ ->
          "not a cache's";
    };
  }

  private static String text(CacheEffect effect) {
    return switch (effect) {
      case CacheEffect.Stepped(Snapshot snapshot, List<CacheChange> changes) ->
          "Stepped " + snapshot.revision() + " " + changes.stream().map(CacheChange::key).toList();
      case CacheEffect.Relisted relisted ->
          "Relisted "
              + relisted.why()
              + " "
              + relisted.snapshot().revision()
              + " +"
              + relisted.differences().size()
              + (relisted.sameHistory() || relisted.before() == 0 ? "" : " other history");
      case CacheEffect.Reachable _ -> "Reachable";
      case CacheEffect.Unreachable _ -> "Unreachable";
      case CacheEffect.FreshProven(long ticket) -> "FreshProven " + ticket;
      case CacheEffect.FreshFailed(long ticket, String _) -> "FreshFailed " + ticket;
    };
  }
}
