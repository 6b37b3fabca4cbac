package dev.meso.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.store.cache.CacheWorld.Mirror;
import dev.meso.store.memory.Disturbance;
import dev.meso.store.memory.Faults.CallFate;
import dev.meso.store.memory.Faults.DeliveryFate;
import dev.meso.store.memory.Faults.Operation;
import dev.meso.store.memory.ScriptedFaults;
import dev.meso.store.memory.VirtualScheduler;
import dev.meso.store.port.Txn;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cache on a store that fails as etcd does. */
class CacheTest {
  private final ScriptedFaults faults = new ScriptedFaults();
  private final CacheWorld world = new CacheWorld(VirtualScheduler.inOrder(), faults);
  private final Mirror mirror = new Mirror();

  @AfterEach
  void nothingWentWrong() {
    assertThat(world.process.faults()).isEmpty();
    assertThat(mirror.wrong).isZero();
  }

  @Test
  void listsThenFollows() {
    assertThat(world.cache.synced()).isFalse();
    world.put("a", "1");
    world.seconds(1);
    assertThat(world.cache.synced()).isTrue();
    world.put("b", "2");
    assertThat(world.held()).isEqualTo(world.truth()).hasSize(2);
    assertThat(world.cache.get("/meso/b")).get().extracting("value").isEqualTo("2");
    assertThat(world.cache.reachability()).isInstanceOf(Reachability.Reachable.class);
  }

  @Test
  void brokenWatchIsResumedWithoutAList() {
    follow();
    world.server.disturb(new Disturbance.LoseWatches("cache"));
    world.put("a", "2");
    world.put("b", "1");
    world.seconds(3);
    assertThat(world.held()).isEqualTo(world.truth());
    assertThat(mirror.log)
        .contains("revision [/meso/a]", "revision [/meso/b]")
        .noneMatch(line -> line.startsWith("reset COMPACTED"));
    assertThat(mirror.log).containsSubsequence("reachable", "unreachable", "reachable");
  }

  @Test
  void compactionDuringADisconnectIsHealedByOneStepOfDifferences() {
    world.put("a", "1");
    world.put("gone", "1");
    world.put("reborn", "1");
    follow();
    world.server.disturb(new Disturbance.CutOff("cache"));
    world.seconds(1);
    world.put("a", "2");
    world.delete("gone");
    world.delete("reborn");
    world.put("reborn", "2");
    world.put("new", "1");
    world.server.disturb(new Disturbance.CompactUnderWatches());
    world.seconds(20);
    world.server.disturb(new Disturbance.Reconnect("cache"));
    world.seconds(20);
    assertThat(world.held()).isEqualTo(world.truth());
    assertThat(mirror.log).contains("reset COMPACTED");
    assertThat(mirror.copy.values().stream().toList()).isEqualTo(world.cache.list("").entries());
  }

  @Test
  void fragmentedRevisionIsAppliedAsAWhole() {
    follow();
    faults.nextDelivery(DeliveryFate.fragmented(3));
    world.commit(put("x"), put("y"), put("z"));
    world.seconds(1);
    assertThat(mirror.log).contains("revision [/meso/x, /meso/y, /meso/z]");
  }

  @Test
  void progressThatOvertakesChangesAdvancesNothing() {
    follow();
    long before = world.cache.revision();
    faults.nextDelivery(DeliveryFate.overtakenByProgress(Duration.ofSeconds(1)));
    world.put("late", "1");
    world.seconds(0.5);
    assertThat(world.cache.revision()).isEqualTo(before);
    world.seconds(1);
    assertThat(world.cache.get("/meso/late")).isPresent();
  }

  @Test
  void silentStreamIsFoundOutByTheOwnBarrier() {
    follow();
    // Writes come through, changes do not: the worst kind of a half-dead connection.
    faults.nextDelivery(DeliveryFate.lagging(Duration.ofMinutes(10)));
    world.put("a", "1");
    world.seconds(10);
    assertThat(world.held()).isEqualTo(world.truth());
    assertThat(mirror.log).containsSubsequence("reachable", "unreachable", "reachable");
  }

  @Test
  void otherClusterIsAnotherHistory() {
    world.put("a", "1");
    follow();
    world.server.disturb(new Disturbance.NewCluster(99));
    world.put("b", "1");
    world.seconds(10);
    assertThat(world.held()).isEqualTo(world.truth()).hasSize(1);
    assertThat(mirror.log).contains("reset OTHER_CLUSTER other history");
    assertThat(mirror.copy.keySet()).doesNotContain("/meso/a").contains("/meso/b");
  }

  @Test
  void storeThatWasSetBackIsAnotherHistory() {
    follow();
    for (int i = 0; i < 20; i++) {
      world.put("k" + i, "1");
    }
    world.seconds(1);
    world.server.disturb(new Disturbance.SetBack(10));
    world.seconds(10);
    assertThat(world.held()).isEqualTo(world.truth());
    assertThat(mirror.log).anyMatch(line -> line.startsWith("reset BACKWARD other history"));
  }

  @Test
  void outageIsUnreachableUntilAWriteWasSeenAgain() {
    follow();
    world.server.disturb(new Disturbance.Down());
    world.seconds(30);
    assertThat(world.cache.reachability()).isInstanceOf(Reachability.Unreachable.class);
    assertThat(world.cache.synced()).isTrue();
    world.server.disturb(new Disturbance.Up());
    world.seconds(3);
    assertThat(world.cache.reachability())
        .isInstanceOfSatisfying(
            Reachability.Reachable.class,
            up -> assertThat(up.since().monotonic()).isGreaterThan(Duration.ofSeconds(30)));
  }

  @Test
  void pausedProcessCountsItselfAsUnreachable() {
    follow();
    world.process.stop();
    world.seconds(60);
    world.put("a", "1");
    world.process.resume();
    world.seconds(5);
    assertThat(mirror.log).containsSubsequence("reachable", "unreachable", "reachable");
    assertThat(world.cache.reachability().since().monotonic())
        .isGreaterThan(Duration.ofSeconds(60));
    assertThat(world.held()).isEqualTo(world.truth());
  }

  @Test
  void freshSeesEverythingCommittedBeforeTheCall() {
    follow();
    faults.nextDelivery(DeliveryFate.lagging(Duration.ofMillis(800)));
    world.put("slow", "1");
    CompletableFuture<Boolean> seen =
        world
            .cache
            .fresh(CacheWorld.DEADLINE)
            .thenApply(_ -> world.cache.get("/meso/slow").isPresent())
            .toCompletableFuture();
    world.seconds(0.5);
    assertThat(seen).isNotDone();
    world.seconds(0.5);
    assertThat(seen).isCompletedWithValue(true);
  }

  @Test
  void freshCallsShareAWriteButNotOneSentBefore() {
    follow();
    long before = world.cache.revision();
    faults.next(
        Operation.COMMIT, new CallFate.Carried(Duration.ofMillis(50), Duration.ofMillis(50)));
    CompletableFuture<Void> first = world.cache.fresh(CacheWorld.DEADLINE).toCompletableFuture();
    world.seconds(0.06);
    for (int i = 0; i < 100; i++) {
      var _ = world.cache.fresh(CacheWorld.DEADLINE);
    }
    CompletableFuture<Void> last = world.cache.fresh(CacheWorld.DEADLINE).toCompletableFuture();
    assertThat(last).isNotDone();
    world.seconds(0.2);
    assertThat(first).isCompleted();
    assertThat(last).isCompleted();
    assertThat(world.cache.revision()).isEqualTo(before + 2);
  }

  @Test
  void freshFailsAtItsDeadlineWhenTheStoreIsAway() {
    follow();
    world.server.disturb(new Disturbance.Down());
    CompletableFuture<Void> fresh = world.cache.fresh(Duration.ofSeconds(2)).toCompletableFuture();
    world.seconds(2.1);
    assertThat(fresh).isCompletedExceptionally();
  }

  @Test
  void barrierOfUnknownOutcomeIsWrittenAgain() {
    follow();
    faults.next(Operation.COMMIT, new CallFate.Carried(Duration.ofSeconds(9), Duration.ZERO));
    CompletableFuture<Void> fresh = world.cache.fresh(Duration.ofSeconds(8)).toCompletableFuture();
    world.seconds(7);
    assertThat(fresh).isCompleted();
    world.seconds(10);
    assertThat(world.held()).isEqualTo(world.truth());
  }

  @Test
  void reachedCompletesAtTheRevisionOrFailsAtItsDeadline() {
    follow();
    long next = world.cache.revision() + 1;
    CompletableFuture<Void> soon =
        world.cache.reached(next, Duration.ofSeconds(1)).toCompletableFuture();
    CompletableFuture<Void> never =
        world.cache.reached(next + 1_000, Duration.ofSeconds(1)).toCompletableFuture();
    assertThat(soon).isNotDone();
    world.put("a", "1");
    world.seconds(0.1);
    assertThat(soon).isCompleted();
    world.seconds(1);
    assertThat(never).isCompletedExceptionally();
  }

  @Test
  void subscriptionFromAListMissesNothing() {
    world.put("a", "1");
    world.seconds(1);
    CacheList list = world.cache.list("/meso/");
    world.put("b", "1");
    world.delete("a");
    world.put("elsewhere/c", "1");
    var _ = world.cache.subscribe("/meso/b", list.revision() + 1, mirror);
    world.seconds(0.1);
    assertThat(mirror.log).containsExactly("revision [/meso/b]", "reachable");
  }

  @Test
  void subscriptionFromTooLongAgoExpires() {
    world.put("a", "1");
    world.put("b", "1");
    world.seconds(1);
    var _ = world.cache.subscribe("", 2, mirror);
    world.seconds(0.1);
    assertThat(mirror.log).singleElement().asString().startsWith("expired Revision 2 is too old");
  }

  @Test
  void subscriptionBeyondABoundedHistoryExpires() {
    follow();
    long from = world.cache.revision() + 1;
    for (int i = 0; i <= History.CHANGES_MAX / 100; i++) {
      Txn.Write[] writes = new Txn.Write[100];
      for (int k = 0; k < writes.length; k++) {
        writes[k] = put("k" + k);
      }
      world.commit(writes);
    }
    Mirror late = new Mirror();
    var _ = world.cache.subscribe("", from, late);
    world.seconds(0.1);
    assertThat(late.log).singleElement().asString().startsWith("expired Revision");
  }

  @Test
  void closedSubscriptionHearsNothing() {
    world.seconds(1);
    Subscription subscription = world.cache.subscribe("", 0, mirror);
    world.seconds(0.1);
    subscription.close();
    int heard = mirror.log.size();
    world.put("a", "1");
    world.seconds(3);
    assertThat(mirror.log).hasSize(heard);
  }

  @Test
  void closedCacheExpiresItsSubscribersAndFailsItsCallers() {
    follow();
    CompletableFuture<Void> reached =
        world.cache.reached(1_000_000, Duration.ofMinutes(1)).toCompletableFuture();
    world.cache.close();
    world.seconds(0.1);
    assertThat(reached).isCompletedExceptionally();
    assertThat(mirror.log.getLast()).isEqualTo("expired The cache is closed");
    assertThat(world.cache.fresh(CacheWorld.DEADLINE).toCompletableFuture())
        .isCompletedExceptionally();
  }

  /** Subscribes from the beginning, and waits until everything is quiet. */
  private void follow() {
    var _ = world.cache.subscribe("", 0, mirror);
    world.seconds(1.1);
    assertThat(mirror.log).contains("reset START", "reachable");
  }

  private static Txn.Write put(String key) {
    return new Txn.Write.Put("/meso/" + key, "1");
  }
}
