package dev.meso.controller.apiserver.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SleeperTest {
  private final ReentrantLock lock = new ReentrantLock();

  @BeforeEach
  void lock() {
    lock.lock();
  }

  @AfterEach
  void unlock() {
    lock.unlock();
  }

  private Sleeper asleepAt(long position, Predicate<ObjectEvent> concerns) {
    Sleeper sleeper = new Sleeper(concerns, lock.newCondition());
    sleeper.sleep(position);
    return sleeper;
  }

  private static ObjectEvent at(long revision) {
    return new ObjectEvent(revision, null, null);
  }

  @Test
  void anEventThatDoesNotConcernAWatcherMovesItOnAndLetsItSleep() {
    Sleeper sleeper = asleepAt(7, event -> event.revision() == 100);
    assertThat(sleeper.told(at(99), 8)).isFalse();
    assertThat(sleeper.asleep()).isTrue();
    assertThat(sleeper.position()).isEqualTo(8);
  }

  @Test
  void anEventThatConcernsItWakesItInFrontOfThatEvent() {
    Sleeper sleeper = asleepAt(7, event -> event.revision() == 100);
    assertThat(sleeper.told(at(99), 8)).isFalse();
    assertThat(sleeper.told(at(100), 9)).isTrue();
    assertThat(sleeper.asleep()).isFalse();
    assertThat(sleeper.position()).isEqualTo(8);
  }

  @Test
  void aSelectorThatFailsWakesItsOwnWatcherAndHarmsNobodyElse() {
    Sleeper sleeper =
        asleepAt(
            7,
            _ -> {
              throw new IllegalStateException("no phase");
            });
    assertThat(sleeper.told(at(99), 8)).isTrue();
    assertThat(sleeper.position()).isEqualTo(7);
  }
}
