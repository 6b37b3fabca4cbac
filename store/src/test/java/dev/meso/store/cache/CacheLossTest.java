package dev.meso.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.store.cache.CacheWorld.Mirror;
import dev.meso.store.memory.Faults;
import dev.meso.store.memory.VirtualScheduler;
import dev.meso.store.port.WatchListener.Change;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes that the watch never brings are found out all the same. */
class CacheLossTest {
  private final List<LossyStore> stores = new ArrayList<>();
  private final CacheWorld world =
      new CacheWorld(
          VirtualScheduler.inOrder(),
          Faults.none(),
          store -> {
            LossyStore lossy = new LossyStore(store);
            stores.add(lossy);
            return lossy;
          });
  private final Mirror mirror = new Mirror();

  @AfterEach
  void nothingWentWrong() {
    assertThat(world.process.faults()).isEmpty();
    assertThat(mirror.wrong).isZero();
    assertThat(world.held()).isEqualTo(world.truth());
  }

  @Test
  void lostDeletionOfAnAliveKeyIsFoundWithinTwoAudits() {
    world.put("alive/a-1", "s");
    world.put("alive/a-2", "s");
    follow();
    stores.getFirst().lose(change -> change.key().equals("/meso/alive/a-1"));
    world.delete("alive/a-1");
    world.seconds(0.5);
    assertThat(world.cache.get("/meso/alive/a-1")).isPresent();
    world.seconds(5);
    assertThat(world.cache.get("/meso/alive/a-1")).isEmpty();
    assertThat(mirror.log).contains("reset AUDIT");
  }

  @Test
  void lostCreationShowsAtTheNextChangeOfTheKey() {
    follow();
    stores.getFirst().lose(change -> change.key().equals("/meso/a"));
    world.put("a", "1");
    world.seconds(1);
    stores.getFirst().lose(_ -> false);
    world.put("a", "2");
    world.seconds(1);
    assertThat(mirror.log).contains("reset GAP");
  }

  @Test
  void lostDeletionShowsWhenTheKeyIsCreatedAgain() {
    world.put("a", "1");
    follow();
    stores.getFirst().lose(change -> change instanceof Change.Deleted);
    world.delete("a");
    world.put("a", "2");
    world.seconds(1);
    assertThat(mirror.log).contains("reset GAP");
  }

  @Test
  void lostChangeThatNothingShowsIsHealedByThePeriodicList() {
    world.put("a", "1");
    follow();
    stores.getFirst().lose(change -> change.key().equals("/meso/a"));
    world.put("a", "2");
    world.seconds(500);
    assertThat(world.cache.get("/meso/a").orElseThrow().value()).isEqualTo("1");
    world.seconds(101);
    assertThat(world.cache.get("/meso/a").orElseThrow().value()).isEqualTo("2");
    assertThat(mirror.log).contains("reset PERIODIC").doesNotContain("unreachable");
  }

  @Test
  void auditsOfAChurningPrefixRaiseNoFalseAlarm() {
    follow();
    for (int i = 0; i < 300; i++) {
      world.put("alive/a-" + i % 7, "s" + i);
      if (i % 3 == 0) {
        world.delete("alive/a-" + i % 5);
      }
      world.seconds(0.13);
    }
    assertThat(mirror.log).noneMatch(line -> line.equals("reset AUDIT"));
  }

  private void follow() {
    var _ = world.cache.subscribe("", 0, mirror);
    world.seconds(1);
    mirror.log.removeIf(line -> line.equals("unreachable"));
  }
}
