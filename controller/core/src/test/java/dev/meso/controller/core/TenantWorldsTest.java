package dev.meso.controller.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.controller.core.sim.Chaos;
import dev.meso.controller.core.sim.Plans;
import dev.meso.controller.core.sim.Tenants;
import dev.meso.controller.core.sim.World;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random stories of tenants with queues, reservations, priorities, budgets, gangs, deadlines and
 * volumes: no decision goes beyond a limit, gangs begin whole, what is kept stays kept, the
 * incremental decision equals that on a rebuilt state (but for the text of why tasks wait), and the
 * leader comes to rest. A failure names its seed.
 */
class TenantWorldsTest {
  private static final int STEPS = 600;

  private static Tenants.Happened happened = Tenants.Happened.NOTHING;

  /** What is never seen to happen is not tested. */
  @AfterAll
  static void eachOfWhatIsWatchedHappened() {
    System.out.println("In all worlds: " + happened);
    assertThat(happened.preempted()).as("tasks that ended for others").isPositive();
    assertThat(happened.passed()).as("tasks that passed a gang").isPositive();
    assertThat(happened.gangs()).as("gangs that began").isPositive();
    assertThat(happened.beside()).as("tasks beside what is kept").isPositive();
    assertThat(happened.compared()).as("decisions that were compared").isGreaterThan(STEPS);
    assertThat(happened.bound()).as("volumes that were bound").isPositive();
  }

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("meso.seeds", 40));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void tenantsKeepTheirTermsInAnyStory(long seed) {
    World world =
        new World()
            .withDisk("a1", 2, "5Gi")
            .withDisk("a2", 2, "5Gi")
            .withDisk("a3", 4, "9Gi")
            .lead();
    Tenants tenants = new Tenants(world);
    Chaos chaos = new Chaos(world, seed, tenants);
    try {
      for (int i = 0; i < STEPS; i++) {
        chaos.step();
      }
      chaos.calm();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    }
    assertThat(Plans.text(world.decide())).as("seed %d: idle", seed).isEmpty();
    happened = happened.plus(tenants.happened());
  }
}
