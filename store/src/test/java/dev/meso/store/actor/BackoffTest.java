package dev.meso.store.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration CAP = Duration.ofSeconds(1);

  @Test
  void waitsDoubleUpToTheCapEachBetweenHalfAndAll() {
    Backoff backoff = new Backoff(FIRST, CAP, 7);
    for (int round = 0; round < 200; round++) {
      long full = Math.min(CAP.toMillis(), FIRST.toMillis() << Math.min(round, 10));
      assertThat(backoff.next()).isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
    }
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(FIRST);
  }

  @Test
  void sameSeedGivesTheSameWaits() {
    Backoff one = new Backoff(FIRST, CAP, 7);
    Backoff other = new Backoff(FIRST, CAP, 7);
    for (int i = 0; i < 20; i++) {
      assertThat(one.next()).isEqualTo(other.next());
    }
  }
}
