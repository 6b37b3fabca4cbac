package dev.meso.controller.core.allocation;

import static dev.meso.controller.core.allocation.Round.ask;
import static dev.meso.controller.core.allocation.Round.demand;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.controller.core.plan.Ask;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The goals of the allocator, in their order, each alone. */
class AllocatorTest {
  private final Round round = new Round();

  @Test
  void placesNothingBeyondWhatAgentsHave() {
    round.agent("a1", 4, 8).serve(List.of(ask("a", demand("default", 1, 1), 0, 1, 9)));
    assertThat(round.won("a")).isEqualTo(4);
    assertThat(round.left).containsEntry("a", 5);
    assertThat(round.refused.get("a")).isInstanceOf(Refusal.NoAgent.class);
  }

  @Test
  void theQueueThatHasLeastOfItsDueComesFirst() {
    round.agent("a1", 8, 8).queue("one", 1, 0).queue("three", 3, 0);
    round.serve(
        List.of(ask("a", demand("one", 1, 0), 0, 1, 8), ask("b", demand("three", 1, 0), 0, 1, 8)));
    assertThat(round.won("a")).isEqualTo(2);
    assertThat(round.won("b")).isEqualTo(6);
  }

  @Test
  void insideAQueueTheHigherPriorityAndThenTheOlderComesFirst() {
    round.agent("a1", 3, 8);
    round.serve(
        List.of(
            ask("young", demand("default", 1, 0), 5, 2, 1),
            ask("old", demand("default", 1, 0), 5, 1, 1),
            ask("low", demand("default", 1, 0), 0, 0, 1),
            ask("high", demand("default", 1, 0), 9, 3, 1)));
    assertThat(round.placed).containsExactly("high on a1", "old on a1", "young on a1");
    assertThat(round.left).containsOnlyKeys("low");
  }

  @Test
  void whatIsTooLargeDoesNotHoldUpWhatIsBehindIt() {
    round.agent("a1", 4, 8);
    round.serve(
        List.of(
            ask("large", demand("default", 5, 0), 9, 1, 1),
            ask("small", demand("default", 1, 0), 0, 2, 1)));
    assertThat(round.placed).containsExactly("small on a1");
  }

  @Test
  void whatNoQueueIsThereForIsRefusedByName() {
    round.agent("a1", 4, 8).serve(List.of(ask("a", demand("nobody", 1, 0), 0, 1, 2)));
    assertThat(round.refused.get("a")).isEqualTo(new Refusal.NoQueue("nobody"));
    assertThat(round.left).containsEntry("a", 2);
  }

  @Test
  void forWhomRoomWasClearedComesBeforeWhoeverHasMoreRight() {
    round.agent("a1", 4, 8).agent("a2", 1, 1);
    round.serve(
        List.of(
            ask("first", demand("default", 4, 0), 9, 1, 1),
            ask("cleared", demand("default", 4, 0), 1, 2, 1, Ask.Gang.NONE, "a1")));
    assertThat(round.placed).containsExactly("cleared on a1");
  }

  @Test
  void aGangIsPlacedWholeOrNotAtAllAndLeavesItsRoomToOthers() {
    round.agent("a1", 4, 8).agent("a2", 4, 8);
    round.serve(
        List.of(
            ask("gang", demand("default", 3, 0), 9, 1, 3, new Ask.Gang(3, false), null),
            ask("other", demand("default", 4, 0), 0, 2, 2)));
    assertThat(round.won("gang")).isZero();
    assertThat(round.refused.get("gang")).isInstanceOf(Refusal.Incomplete.class);
    assertThat(round.won("other")).isEqualTo(2);
  }

  @Test
  void aGangThatHoldsAgentsAlreadyComesBeforeAllOthers() {
    round.agent("a1", 4, 8);
    round.serve(
        List.of(
            ask("other", demand("default", 4, 0), 9, 1, 1),
            ask("begun", demand("default", 2, 0), 0, 2, 2, new Ask.Gang(2, true), null)));
    assertThat(round.won("begun")).isEqualTo(2);
    assertThat(round.won("other")).isZero();
  }

  @Test
  void beyondItsLeastAGangTakesWhatThereIs() {
    round.agent("a1", 5, 8);
    round.serve(
        List.of(ask("gang", demand("default", 1, 0), 0, 1, 9, new Ask.Gang(3, false), null)));
    assertThat(round.won("gang")).isEqualTo(5);
    assertThat(round.left).containsEntry("gang", 4);
  }

  @Test
  void whoFindsNoRoomHasTheLowestEnded() {
    round
        .agent("a1", 4, 8)
        .agent("a2", 4, 8)
        .runs("low", "a1", "default", 1, 4)
        .runs("lower", "a2", "default", 0, 4);
    round.serve(List.of(ask("high", demand("default", 4, 0), 9, 1, 1)));
    assertThat(round.cleared).containsExactly("high on a2 for [default/lower#1]");
    assertThat(round.left).isEmpty();
  }

  @Test
  void nobodyEndsForWhoFindsRoom() {
    round.agent("a1", 4, 8).agent("a2", 4, 8).runs("low", "a1", "default", 0, 4);
    round.serve(List.of(ask("high", demand("default", 4, 0), 9, 1, 1)));
    assertThat(round.placed).containsExactly("high on a2");
    assertThat(round.cleared).isEmpty();
  }

  @Test
  void whatRunsIsNotEndedTwiceInOneDecision() {
    round.agent("a1", 4, 8).runs("low", "a1", "default", 0, 4);
    round.serve(List.of(ask("high", demand("default", 4, 0), 9, 1, 2)));
    assertThat(round.cleared).hasSize(1);
    assertThat(round.left).containsEntry("high", 1);
  }

  @Test
  void whenNoMoreCanBeWrittenTheRestIsPostponedAndNotRefused() {
    round.agent("a1", 8, 8).queue("q", 1, 0);
    round.most = 2;
    round.serve(
        List.of(ask("a", demand("default", 1, 0), 0, 1, 8), ask("b", demand("q", 1, 0), 0, 1, 8)));
    assertThat(round.placed).hasSize(2);
    assertThat(round.postponed).containsExactlyInAnyOrder("a", "b");
    assertThat(round.refused).isEmpty();
  }

  @Test
  void theSameAsksInAnotherOrderAreServedTheSame() {
    List<Ask> asks =
        List.of(
            ask("a", demand("default", 2, 1), 0, 1, 3),
            ask("b", demand("default", 1, 2), 0, 1, 3),
            ask("c", demand("default", 3, 1), 5, 1, 1));
    Round one = new Round().agent("a1", 6, 6).agent("a2", 6, 6).serve(asks);
    Round other = new Round().agent("a2", 6, 6).agent("a1", 6, 6).serve(asks.reversed());
    assertThat(other.placed).isEqualTo(one.placed);
  }
}
