package dev.meso.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.store.cache.CacheWorld.Mirror;
import dev.meso.store.memory.Disturbance;
import dev.meso.store.memory.SeededFaults;
import dev.meso.store.memory.VirtualScheduler;
import dev.meso.store.port.Txn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After any faults the cache, and whoever listened to it, hold what a fresh list shows. */
class CachePropertyTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void cacheEqualsAFreshListOnceFaultsStop(long seed) {
    Random random = new Random(seed);
    SeededFaults faults = new SeededFaults(seed, SeededFaults.Rates.ROUGH);
    CacheWorld world = new CacheWorld(VirtualScheduler.shuffled(seed), faults);
    Mirror mirror = new Mirror();
    var _ = world.cache.subscribe("", 0, mirror);
    for (int step = 0; step < 600; step++) {
      write(world, random);
      if (random.nextInt(40) == 0) {
        world.server.disturb(disturbance(random));
      }
      if (random.nextInt(100) == 0) {
        world.process.stop();
      }
      world.seconds(random.nextInt(400) / 1000.0);
      if (random.nextInt(5) == 0) {
        world.process.resume();
      }
    }
    faults.stop();
    world.process.resume();
    world.server.disturb(new Disturbance.Up());
    world.server.disturb(new Disturbance.Thaw());
    world.server.disturb(new Disturbance.Reconnect("cache"));
    world.seconds(60);
    assertThat(world.process.faults()).as("seed %d", seed).isEmpty();
    assertThat(world.held()).as("seed %d", seed).isEqualTo(world.truth());
    assertThat(CacheWorld.quiet(List.copyOf(mirror.copy.values())))
        .as("seed %d", seed)
        .isEqualTo(world.held());
    assertThat(mirror.wrong).as("seed %d: %s", seed, mirror.log).isZero();
    assertThat(world.cache.reachability()).isInstanceOf(Reachability.Reachable.class);
  }

  private static void write(CacheWorld world, Random random) {
    List<Txn.Write> writes = new ArrayList<>();
    for (int key = 0; key < 12; key++) {
      String name = "/meso/" + (key % 2 == 0 ? "alive/" : "spec/") + key;
      int kind = random.nextInt(8);
      if (kind == 0) {
        writes.add(new Txn.Write.Delete(name));
      } else if (kind == 1) {
        writes.add(new Txn.Write.Put(name, "v" + random.nextInt(1000)));
      }
    }
    if (!writes.isEmpty()) {
      var _ = world.user.commit(new Txn(List.of(), writes), Duration.ofSeconds(1));
    }
  }

  private static Disturbance disturbance(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> new Disturbance.Down();
      case 1, 2 -> new Disturbance.Up();
      case 3 -> new Disturbance.Freeze();
      case 4 -> new Disturbance.Thaw();
      case 5 -> new Disturbance.CutOff("cache");
      case 6 -> new Disturbance.Reconnect("cache");
      case 7 -> new Disturbance.CompactUnderWatches();
      case 8 -> new Disturbance.NewCluster(random.nextInt(1_000) + 100L);
      default -> new Disturbance.LoseWatches("cache");
    };
  }
}
