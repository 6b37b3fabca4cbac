package dev.meso.controller.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.key.Key;
import dev.meso.api.kind.App;
import dev.meso.api.kind.Kind;
import dev.meso.controller.core.sim.Chaos;
import dev.meso.controller.core.sim.FakeStore;
import dev.meso.controller.core.sim.Plans;
import dev.meso.controller.core.sim.World;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random stories: invariants hold after every step, the incremental decision equals that on a
 * rebuilt state, and once faults stop what is wanted is reached and stays. A failure names its
 * seed.
 */
class RandomWorldsTest {
  private static final int STEPS = 600;

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("meso.seeds", 40));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void desiredStateIsReachedAfterAnyStory(long seed) {
    World world = new World().withAgent("a1", 2).withAgent("a2", 2).withAgent("a3", 4).lead();
    Chaos chaos = new Chaos(world, seed);
    try {
      for (int i = 0; i < STEPS; i++) {
        chaos.step();
      }
      chaos.calm();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    }
    assertThat(Plans.text(world.decide())).as("seed %d: idle", seed).isEmpty();
    for (Map.Entry<Key, FakeStore.Held> entry : world.store().keys().entrySet()) {
      if (entry.getKey() instanceof Key.Assignment) {
        assertThat(entry.getValue().value().toString()).contains("desired=run");
      }
      if (entry.getKey() instanceof Key.Spec(Kind kind, _, String name)
          && kind == Kind.APP
          && entry.getValue().value() instanceof App app) {
        assertThat(app.metadata().deleting()).as("seed %d: %s goes", seed, name).isFalse();
        long tasks =
            world.store().keys().keySet().stream()
                .filter(
                    key ->
                        key instanceof Key.Status(Kind of, _, String task)
                            && of == Kind.TASK
                            && task.startsWith(name + "-"))
                .count();
        assertThat(tasks)
            .as("seed %d: tasks of %s", seed, name)
            .isEqualTo(Objects.requireNonNull(app.requireSpec().replicas()).longValue());
      }
    }
  }
}
