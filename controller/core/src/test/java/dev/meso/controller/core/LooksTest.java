package dev.meso.controller.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Queue;
import dev.meso.api.time.Now;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Scoring;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.Plan;
import dev.meso.controller.core.state.ClusterState;
import dev.meso.controller.core.state.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LooksTest {
  private static final Now NOW =
      new Now(Instant.parse("2026-01-01T00:00:00Z"), Duration.ofHours(1));

  private static final String GENERATION = "\"generation\":1,";
  private static final String TEXT =
      """
      {"apiVersion":"meso.dev/v1","kind":"Queue","metadata":{"name":"NAME","uid":"uid-NAME",\
      "generation":1,"creationTimestamp":"2026-01-01T00:00:00Z"},"spec":{}}\
      """;

  private final ClusterState state = new ClusterState();
  private final Decider decider = new Decider(Decider.LOST_AFTER, Placer.by(Scoring.PACK));
  private long revision = 1;

  @BeforeEach
  void takeOffice() {
    state.apply(new Event.Tick(NOW));
    for (int i = 0; i < 2 * Decider.LOOKS_MAX; i++) {
      put(i);
    }
    state.apply(new Event.RevisionApplied(revision));
    state.apply(new Event.TookOffice("c1"));
  }

  @Test
  void oneDecisionLooksAtSoManyObjectsAndTheNextOneAtTheOthers() {
    SortedSet<ObjectRef> first = decide();
    assertThat(first).hasSize(Decider.LOOKS_MAX);
    SortedSet<ObjectRef> second = decide();
    assertThat(second).hasSize(Decider.LOOKS_MAX).doesNotContainAnyElementsOf(first);
    assertThat(decide()).isEmpty();
  }

  @Test
  void whatChangesAgainAndAgainDoesNotKeepOthersWaiting() {
    SortedSet<ObjectRef> first = decide();
    for (int i = 0; i < Decider.LOOKS_MAX; i++) {
      put(i);
    }
    assertThat(decide()).doesNotContainAnyElementsOf(first);
    assertThat(decide()).isEqualTo(first);
  }

  @Test
  void whatWasNotLookedAtIsLookedAtAtOnce() {
    assertThat(plan().lookAgainIn()).contains(Duration.ZERO);
    assertThat(plan().upkeep().upTo()).isNull();
    assertThat(plan().lookAgainIn()).isEmpty();
  }

  private SortedSet<ObjectRef> decide() {
    return new TreeSet<>(plan().upkeep().handled().keySet());
  }

  private Plan plan() {
    Plan plan = decider.decide(state, NOW, 7);
    assertThat(plan.txns().size()).isZero();
    state.apply(new Event.Submitted(plan));
    return plan;
  }

  private void put(int number) {
    String name = String.format(Locale.ROOT, "q%05d", number);
    put(new Key.Spec(Kind.QUEUE, null, name), TEXT.replace("NAME", name));
    String status = "\"status\":{\"observedGeneration\":1}";
    put(
        new Key.Status(Kind.QUEUE, null, name),
        TEXT.replace("NAME", name).replace("\"spec\":{}", status).replace(GENERATION, ""));
  }

  private void put(Key key, String text) {
    revision++;
    state.apply(new Event.Put(key, Json.read(Queue.class, text), revision, revision));
  }
}
