package dev.meso.controller.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.controller.core.sim.Chaos;
import dev.meso.controller.core.sim.Plans;
import dev.meso.controller.core.sim.Tenants;
import dev.meso.controller.core.sim.World;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random stories of tenants with queues, priorities, budgets, gangs and deadlines: no decision goes
 * beyond a limit, gangs begin whole, the incremental decision equals that on a rebuilt state (but
 * for the text of why tasks wait), and the leader comes to rest. A failure names its seed.
 */
class TenantWorldsTest {
  private static final int STEPS = 600;

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("meso.seeds", 40));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void tenantsKeepTheirTermsInAnyStory(long seed) {
    World world = new World().withAgent("a1", 2).withAgent("a2", 2).withAgent("a3", 4).lead();
    Chaos chaos = new Chaos(world, seed, new Tenants(world));
    try {
      for (int i = 0; i < STEPS; i++) {
        chaos.step();
      }
      chaos.calm();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    }
    assertThat(Plans.text(world.decide())).as("seed %d: idle", seed).isEmpty();
  }
}
