package dev.meso.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.store.memory.Applied;
import dev.meso.store.memory.Disturbance;
import dev.meso.store.memory.MemoryStore;
import dev.meso.store.memory.VirtualScheduler;
import dev.meso.store.port.Entry;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import dev.meso.store.port.Txn.Guard;
import dev.meso.store.port.Txn.Write;
import dev.meso.store.port.WatchListener.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a store in memory does, as steps. */
class AppliedStepsTest {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final List<Step> steps = new ArrayList<>();
  private final VirtualScheduler scheduler = VirtualScheduler.inOrder();
  private final MemoryStore store =
      MemoryStore.builder(scheduler).listener(new AppliedSteps(steps::add)).build();

  @Test
  void stepsHaveTheStoresOwnRevisionsAuthorsAndGuards() {
    Store agent = store.as("agent-1");
    var lease = agent.grant(Duration.ofSeconds(5), SOON).toCompletableFuture();
    scheduler.advance(SOON);
    Txn put =
        new Txn(
            List.of(Guard.absent("/a")),
            List.of(new Write.Put("/a", "1", lease.join()), new Write.Put("/b", "1")));
    agent.commit(put, SOON);
    scheduler.advance(SOON);
    agent.commit(new Txn(List.of(), List.of(new Write.Put("/b", "2"))), SOON);
    agent.commit(new Txn(List.of(Guard.absent("/b")), List.of(new Write.Delete("/b"))), SOON);
    agent.commit(new Txn(List.of(), List.of(new Write.Delete("/nothing"))), SOON);
    scheduler.advance(Duration.ofSeconds(20));

    assertThat(steps).hasSize(3);
    Step first = steps.get(0);
    long revision = first.revision();
    assertThat(first.author()).isEqualTo(Optional.of("agent-1"));
    assertThat(first.guards()).containsExactly(Guard.absent("/a"));
    assertThat(first.changes())
        .containsExactly(
            new Change.Put(new Entry("/a", "1", revision, revision, lease.join())),
            new Change.Put(new Entry("/b", "1", revision, revision, 0)));
    assertThat(steps.get(1).changes())
        .containsExactly(new Change.Put(new Entry("/b", "2", revision, revision + 1, 0)));
    assertThat(steps.get(2).author()).isEqualTo(Optional.of(Step.LEASE));
    assertThat(steps.get(2).changes()).containsExactly(new Change.Deleted("/a", revision + 2));
  }

  @Test
  void checkerHearsThatTheStoreIsBack() {
    Checker checker = new Checker(Rules.simulation());
    AppliedSteps applied = new AppliedSteps(checker);
    applied.onApplied(new Applied.Disturbed(new Disturbance.Up(), SOON));
    assertThat(checker.violations()).isEmpty();
  }

  @Test
  void storeThatWasSetBackIsRefused() {
    AppliedSteps applied = new AppliedSteps(steps::add);
    assertThatThrownBy(
            () -> applied.onApplied(new Applied.Disturbed(new Disturbance.SetBack(1), SOON)))
        .isInstanceOf(IllegalStateException.class);
  }
}
