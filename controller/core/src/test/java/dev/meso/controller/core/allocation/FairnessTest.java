package dev.meso.controller.core.allocation;

import static dev.meso.controller.core.allocation.Round.ask;
import static dev.meso.controller.core.allocation.Round.demand;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.controller.core.plan.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The properties of dominant resource fairness (Ghodsi et al., NSDI 2011, section 3) as far as they
 * hold where tasks are whole: the paper's proofs divide them. Each queue here asks for one kind of
 * task and more of them than there is room for, on one agent, so that nothing is lost between
 * agents. {@code d} is what a task takes of the whole, the largest fraction of any resource.
 */
class FairnessTest {
  private static final double EPSILON = 1e-9;
  private static final int WORLDS = 300;

  /** A queue with its tasks. */
  private record Tenant(String name, int weight, long cores, long gibibytes, long won) {
    double fraction(long ofCores, long ofGibibytes) {
      return Math.max((double) cores / ofCores, (double) gibibytes / ofGibibytes);
    }
  }

  private record World(long cores, long gibibytes, List<Tenant> tenants) {
    int weights() {
      return tenants.stream().mapToInt(Tenant::weight).sum();
    }

    double fraction(Tenant tenant) {
      return tenant.fraction(cores, gibibytes);
    }

    long usedCores() {
      return tenants.stream().mapToLong(it -> it.won() * it.cores()).sum();
    }

    long usedGibibytes() {
      return tenants.stream().mapToLong(it -> it.won() * it.gibibytes()).sum();
    }
  }

  private static World world(long seed) {
    Random random = new Random(seed);
    long cores = random.nextLong(20, 200);
    long gibibytes = random.nextLong(20, 400);
    Round round = new Round().agent("a1", cores, gibibytes);
    List<Tenant> tenants = new ArrayList<>();
    List<Ask> asks = new ArrayList<>();
    int many = random.nextInt(1, 6);
    for (int i = 0; i < many; i++) {
      Tenant tenant =
          new Tenant(
              "q" + i, random.nextInt(1, 4), random.nextLong(1, 8), random.nextLong(0, 12), 0);
      round.queue(tenant.name(), tenant.weight(), 0);
      asks.add(
          ask(
              tenant.name(),
              demand(tenant.name(), tenant.cores(), tenant.gibibytes()),
              random.nextInt(3),
              i,
              (int) Math.max(cores, gibibytes) + 1));
      tenants.add(tenant);
    }
    round.serve(asks);
    return new World(
        cores,
        gibibytes,
        tenants.stream()
            .map(
                it ->
                    new Tenant(
                        it.name(), it.weight(), it.cores(), it.gibibytes(), round.won(it.name())))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1000, 2000})
  void nothingIsGivenTwiceAndNothingThatSomebodyCouldUseIsLeft(long first) {
    for (long seed = first; seed < first + WORLDS; seed++) {
      World world = world(seed);
      assertThat(world.usedCores()).as("seed %d", seed).isLessThanOrEqualTo(world.cores());
      assertThat(world.usedGibibytes()).as("seed %d", seed).isLessThanOrEqualTo(world.gibibytes());
      // Pareto efficiency: nobody can have one more task unless another has one less.
      for (Tenant tenant : world.tenants()) {
        boolean fits =
            world.usedCores() + tenant.cores() <= world.cores()
                && world.usedGibibytes() + tenant.gibibytes() <= world.gibibytes();
        assertThat(fits).as("seed %d: room for %s", seed, tenant).isFalse();
      }
    }
  }

  /**
   * Sharing incentive: each has at least its weight's part of the whole, but for that part of one
   * task of each. When the tasks of a queue no longer fit, of some resource less than one of them
   * is left, and whoever else has of it has at most as much for its weight, and one task.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 1000, 2000})
  void sharingIsNoWorseThanACutOfTheClusterButForATaskOfEach(long first) {
    for (long seed = first; seed < first + WORLDS; seed++) {
      World world = world(seed);
      double oneOfEach = world.tenants().stream().mapToDouble(world::fraction).sum();
      for (Tenant tenant : world.tenants()) {
        double has = tenant.won() * world.fraction(tenant);
        double due = (double) tenant.weight() / world.weights() * (1 - oneOfEach);
        assertThat(has).as("seed %d: %s", seed, tenant).isGreaterThanOrEqualTo(due - EPSILON);
      }
    }
  }

  /**
   * Envy-freeness: with what another has, cut to the own weight, nobody could run more of its
   * tasks, but for one of its own and one of the other's.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 1000, 2000})
  void nobodyWouldRatherHaveWhatAnotherHasButForATaskOfEach(long first) {
    for (long seed = first; seed < first + WORLDS; seed++) {
      World world = world(seed);
      for (Tenant tenant : world.tenants()) {
        for (Tenant other : world.tenants()) {
          double cut = (double) tenant.weight() / other.weight();
          double could =
              cut
                  * Math.min(
                      (double) other.won() * other.cores() / tenant.cores(),
                      tenant.gibibytes() == 0
                          ? Double.MAX_VALUE
                          : (double) other.won() * other.gibibytes() / tenant.gibibytes());
          double slack = cut * (1 + world.fraction(other) / world.fraction(tenant));
          assertThat(could)
              .as("seed %d: %s with what %s has", seed, tenant, other)
              .isLessThanOrEqualTo(tenant.won() + slack + EPSILON);
        }
      }
    }
  }

  /** Sharing incentive does not hold for who comes later: nobody is ended for a share alone. */
  @Test
  void whoComesFirstKeepsWhatItBorrowed() {
    Round round = new Round().agent("a1", 4, 4).queue("first", 1, 0).queue("late", 1, 0);
    round.runs("x", "a1", "first", 0, 2).runs("y", "a1", "first", 0, 2);
    round.serve(List.of(ask("late", demand("late", 1, 0), 9, 1, 2)));
    assertThat(round.won("late")).isZero();
    assertThat(round.cleared).isEmpty();
  }

  /** A guarantee is what such a queue needs. */
  @Test
  void whoHasAGuaranteeGetsItBack() {
    Round round = new Round().agent("a1", 4, 4).queue("first", 1, 0).queue("late", 1, 2);
    round.runs("x", "a1", "first", 0, 2).runs("y", "a1", "first", 0, 2);
    round.serve(List.of(ask("late", demand("late", 1, 0), 0, 1, 2)));
    assertThat(round.cleared).hasSize(1);
  }

  /** Nor does it hold between agents: room in pieces is no room for a large task. */
  @Test
  void roomInPiecesServesWhoeverIsSmall() {
    Round round =
        new Round().agent("a1", 4, 4).agent("a2", 4, 4).queue("large", 1, 0).queue("small", 1, 0);
    round.runs("x", "a1", "small", 0, 1).runs("y", "a2", "small", 0, 1);
    round.serve(
        List.of(
            ask("large", demand("large", 4, 0), 0, 1, 2),
            ask("small", demand("small", 1, 0), 0, 1, 9)));
    assertThat(round.won("large")).isZero();
    assertThat(round.won("small")).isEqualTo(6);
  }
}
