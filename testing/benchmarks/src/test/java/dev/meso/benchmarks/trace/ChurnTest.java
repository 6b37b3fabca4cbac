package dev.meso.benchmarks.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meso.api.resource.Resources;
import dev.meso.controller.core.allocation.QueueTree;
import dev.meso.controller.core.allocation.Standing;
import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Dimensions;
import dev.meso.controller.core.placement.Rooms;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChurnTest {
  private static final long STEP = Hours.STEP_MILLIS;

  private int number;

  /** One agent of four cores, and queues a and b of the same weight. */
  private static Site site() {
    Rooms rooms = new Rooms();
    rooms.put(Workload.agent("a0", cores(4), new TreeMap<>()));
    List<Tenant> tenants = List.of(new Tenant("a", 1, 0), new Tenant("b", 1, 0));
    return new Site(rooms, Tenant.queues(tenants, rooms), Policy.PACK.placer(1));
  }

  private static Resources cores(long cores) {
    return new Resources(cores * 1000, 0, 0, 0, Collections.emptySortedMap());
  }

  /** A task of so many cores that runs for so many steps. */
  private Stay task(int cores, int priority, long steps) {
    Demand wanted = Workload.demand(cores(cores), List.of());
    return new Stay(number++, "a", priority, wanted, priority > 0, new Stay.Span(0, steps * STEP));
  }

  /** Lets so many steps pass, in the first of which these come. */
  private static void run(Site site, List<Stay> come, int steps, Hours.Ear ear) {
    new Hours(site, (time, _) -> time == STEP ? come : List.of()).run(steps * STEP, ear);
  }

  @Test
  void taskWaitsFromTheFirstDecisionAboutItUntilThereIsRoom() {
    Stay first = task(3, 0, 5);
    Stay second = task(2, 0, 5);

    Site site = site();
    run(site, List.of(first, second), 8, (_, _, _) -> {});

    assertThat(first.atOnce()).isTrue();
    assertThat(first.waited(8 * STEP)).isZero();
    assertThat(second.atOnce()).isFalse();
    assertThat(second.waited(8 * STEP)).isEqualTo(5 * STEP);
    assertThat(site.running()).isEqualTo(1);
  }

  @Test
  void taskThatStillWaitsHasWaitedUntilNow() {
    Stay tooLarge = task(5, 0, 1);

    run(site(), List.of(tooLarge), 4, (_, _, _) -> {});

    assertThat(tooLarge.waited(4 * STEP)).isEqualTo(3 * STEP);
    assertThat(tooLarge.atOnce()).isFalse();
  }

  @Test
  void taskWithPriorityHasAnotherEndedThatWaitsAndBeginsAnew() {
    Stay low = task(3, 0, 4);
    Stay high = task(2, 1, 2);
    List<Integer> ended = new ArrayList<>();
    List<Integer> cleared = new ArrayList<>();
    Site site = site();

    new Hours(
            site,
            (time, _) -> time == STEP ? List.of(low) : time == 2 * STEP ? List.of(high) : List.of())
        .run(
            7 * STEP,
            (_, decision, _) -> {
              ended.add(decision.ended().size());
              cleared.add(decision.cleared().size());
            });

    assertThat(ended).containsExactly(0, 1, 0, 0, 0, 0, 0);
    assertThat(cleared).containsExactly(0, 1, 0, 0, 0, 0, 0);
    assertThat(high.atOnce()).isFalse();
    assertThat(high.waited(7 * STEP)).isZero();
    assertThat(low.began).isEqualTo(4 * STEP);
    assertThat(site.running()).isEqualTo(1);
  }

  @Test
  void percentileIsTheNearestRank() {
    long life = Lives.MEAN.toMillis();
    Waits waits = Waits.of(List.of(life, 4 * life, 2 * life, 3 * life));

    assertThat(waits.at(50)).isEqualTo(200);
    assertThat(waits.at(51)).isEqualTo(300);
    assertThat(waits.at(99)).isEqualTo(400);
    assertThat(waits.upTo(100)).isEqualTo(25);
    assertThat(waits.upTo(99)).isZero();
    assertThat(Waits.of(List.of()).at(50)).isZero();
  }

  @Test
  void whatIsDueFollowsWeightsAndNobodyGetsLessThanItsGuarantee() {
    assertThat(Tenant.due(Tenant.FOUR, 0.9))
        .containsExactly(new double[] {.125, .25, .125, .4}, within(1e-9));
    assertThat(Tenant.due(Tenant.FOUR.subList(0, 3), 0.8))
        .containsExactly(new double[] {.2, .4, .2}, within(1e-9));
  }

  @Test
  void deviationIsTheDistanceFromWhatIsDue() {
    List<Tenant> tenants = Tenant.FOUR.subList(0, 3);
    Contention.Distances distances = new Contention.Distances();
    // Due are 0.2, 0.4 and 0.2: distances 10, 5 and 5.
    distances.add(tenants, new double[] {.3, .35, .15});
    distances.add(tenants, new double[] {.2, .4, .2});

    assertThat(distances.deviation().mean()).isCloseTo(20.0 / 6, within(1e-9));
    assertThat(distances.deviation().most()).isCloseTo(10, within(1e-9));
    assertThat(Contention.part(tenants, new double[] {.3, .2, .3}, 1)).isCloseTo(.5, within(1e-9));
  }

  @Test
  void medianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(Medians.of(List.of(4.0, 1.0, 3.0, 2.0), value -> value)).isEqualTo(2.5);
    assertThat(Medians.of(List.of(4.0, 1.0, 3.0), value -> value)).isEqualTo(3);
  }

  @Test
  void livesHaveTheMeanThatTheyAreSaidToHaveAndLongOnesAreMetMoreOften() {
    Lives lives = new Lives();
    Random random = new Random(1);
    int drawn = 200_000;
    double lived = 0;
    double rest = 0;
    int shortened = 0;
    for (int i = 0; i < drawn; i++) {
      long life = lives.next(random);
      lived += life;
      shortened += life < Lives.MEAN.toMillis() / 4 ? 1 : 0;
      rest += lives.rest(random);
    }

    assertThat(lived / drawn / Lives.MEAN.toMillis()).isCloseTo(1, within(0.05));
    // Heavy-tailed: two thirds are short, yet what one meets lasts longer than the mean.
    assertThat((double) shortened / drawn).isBetween(0.55, 0.75);
    assertThat(rest / drawn / Lives.MEAN.toMillis()).isGreaterThan(2);
  }

  @ParameterizedTest
  @EnumSource(Policy.class)
  void whatRunsIsWhatIsBookedAndTheSameSeedGivesTheSame(Policy policy) {
    Workload drawn = Drawn.of(3, 12);
    Site site = site(drawn, policy);

    Steady.Outcome outcome = new Steady(drawn).run(site, 0.95, 5);

    long[] used = new long[2];
    int tasks = 0;
    for (AgentRoom room : site.rooms.all()) {
      assertThat(room.free(Dimensions.CPU)).isNotNegative();
      assertThat(room.free(Dimensions.MEMORY)).isNotNegative();
      used[0] += room.used(Dimensions.CPU);
      used[1] += room.used(Dimensions.MEMORY);
      tasks += room.tasks();
    }
    long[] charged = new long[2];
    int counted = 0;
    for (Tenant tenant : Tenant.FOUR) {
      Standing standing = Objects.requireNonNull(site.queues.standing(tenant.queue()));
      charged[0] += standing.used()[Dimensions.CPU];
      charged[1] += standing.used()[Dimensions.MEMORY];
      counted += (int) standing.tasks();
    }
    assertThat(charged).isEqualTo(used);
    assertThat(tasks).isPositive().isEqualTo(counted).isEqualTo(site.running());
    assertThat(outcome.arrived()).isPositive();
    Steady.Outcome again = new Steady(drawn).run(policy, 0.95, 5);
    assertThat(again).usingRecursiveComparison().isEqualTo(outcome);
  }

  @Test
  void lessIsTurnedAwayAndNobodyWaitsWhenLittleIsAskedFor() {
    Workload drawn = Drawn.of(3, 12);

    Steady.Outcome calm = new Steady(drawn).run(Policy.PACK, 0.3, 5);
    Steady.Outcome busy = new Steady(drawn).run(Policy.PACK, 1.2, 5);

    assertThat(calm.failed()).isZero();
    assertThat(calm.waiting()).isZero();
    assertThat(calm.used()).isBetween(20.0, 40.0);
    assertThat(busy.failed()).isGreaterThan(5);
    assertThat(busy.low().at(99)).isGreaterThan(calm.low().at(99));
    assertThat(busy.preempted()).isPositive();
  }

  @Test
  void queueWithAGuaranteeGetsItSoonerThanOneWithWeightAlone() {
    Contention contention = new Contention(Drawn.of(3, 12));

    Contention.Burst weighted = contention.burst(Policy.PACK, "b", 5);
    Contention.Burst guaranteed = contention.burst(Policy.PACK, "g", 5);

    assertThat(guaranteed.half()).isBetween(0.0, weighted.half());
    assertThat(guaranteed.preempted()).isPositive();
    assertThat(contention.burst(Policy.PACK, "b", 5)).isEqualTo(weighted);
    assertThat(contention.steady(Policy.PACK, 5)).isEqualTo(contention.steady(Policy.PACK, 5));
  }

  private static Site site(Workload workload, Policy policy) {
    Rooms rooms = workload.rooms();
    QueueTree queues = Tenant.queues(Tenant.FOUR, rooms);
    return new Site(rooms, queues, policy.placer(5));
  }
}
