package dev.meso.simulation.world;

import dev.meso.simulation.scenario.Spell;
import dev.meso.store.memory.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * The network between nodes and store: small delays always, and spells of bad weather for one node
 * or all. The same seed and the same questions give the same answers.
 */
final class Weather implements Faults {
  /** One way of a call on a good day takes up to this. */
  private static final Duration BREEZE = Duration.ofMillis(3);

  private static final Duration REORDER_MAX = Duration.ofSeconds(1);
  private static final Duration BEYOND_DEADLINE = Duration.ofSeconds(8);
  private static final Duration SLOW_MAX = Duration.ofSeconds(2);
  private static final Duration LAG_MAX = Duration.ofSeconds(5);

  private final SplittableRandom random;
  private final Supplier<Duration> clock;
  private final List<Active> spells = new ArrayList<>();

  private record Active(String author, Spell.Kind kind, Duration until) {}

  Weather(long seed, Supplier<Duration> clock) {
    this.random = new SplittableRandom(seed);
    this.clock = clock;
  }

  /** Begins a spell over an author, or over all when the author is empty. */
  void begin(String author, Spell.Kind kind, Duration time) {
    spells.add(new Active(author, kind, clock.get().plus(time)));
  }

  /** Ends every spell. */
  void clear() {
    spells.clear();
  }

  @Override
  public CallFate of(Call call) {
    Duration there = within(BREEZE);
    Duration back = within(BREEZE);
    boolean writes =
        call.operation() == Operation.COMMIT
            || call.operation() == Operation.GRANT
            || call.operation() == Operation.KEEP_ALIVE;
    for (Spell.Kind kind : over(call.author())) {
      switch (kind) {
        case REORDERED -> {
          there = there.plus(within(REORDER_MAX));
          back = back.plus(within(REORDER_MAX));
        }
        case ANSWERS_LATE -> {
          if (writes && random.nextInt(4) == 0) {
            back = BEYOND_DEADLINE;
          }
        }
        case ARRIVES_LATE -> {
          if (writes && random.nextInt(4) == 0) {
            there = BEYOND_DEADLINE;
          }
        }
        case CUT -> {
          if (random.nextInt(4) == 0) {
            return random.nextBoolean()
                ? new CallFate.Refused()
                : new CallFate.Cut(there, random.nextBoolean());
          }
        }
        case SLOW -> {
          there = there.plus(within(SLOW_MAX));
          back = back.plus(within(SLOW_MAX));
        }
        case WATCH_LAGS, WATCH_REPEATS, WATCH_DROPS, WATCH_RAGGED -> {
          // Of watches.
        }
      }
    }
    return new CallFate.Carried(there, back);
  }

  @Override
  public DeliveryFate of(Delivery delivery) {
    Duration lag = within(BREEZE);
    int fragments = 1;
    boolean progressFirst = false;
    Passage passage = Passage.DELIVERED;
    for (Spell.Kind kind : over(delivery.author())) {
      switch (kind) {
        case WATCH_LAGS -> lag = lag.plus(within(LAG_MAX));
        case WATCH_REPEATS -> passage = chance(3) ? Passage.REPEATED : passage;
        case WATCH_DROPS -> passage = dropped(delivery.author()).orElse(passage);
        case WATCH_RAGGED -> {
          passage = chance(20) ? Passage.BROKEN : passage;
          fragments = 1 + random.nextInt(4);
          progressFirst = chance(3);
        }
        case REORDERED, ANSWERS_LATE, ARRIVES_LATE, CUT, SLOW -> {
          // Of calls.
        }
      }
    }
    return new DeliveryFate(lag, fragments, progressFirst, passage);
  }

  /**
   * An agent's watch leaves events out and says nothing: it lists what it is assigned each minute.
   * A controller trusts etcd not to do that; what it loses, it loses with the stream.
   */
  private Optional<Passage> dropped(String author) {
    if (author.startsWith("agent-")) {
      return chance(5) ? Optional.of(Passage.DROPPED) : Optional.empty();
    }
    return chance(20) ? Optional.of(Passage.BROKEN) : Optional.empty();
  }

  private List<Spell.Kind> over(String author) {
    if (spells.isEmpty()) {
      return List.of();
    }
    spells.removeIf(spell -> spell.until().compareTo(clock.get()) <= 0);
    return spells.stream()
        .filter(spell -> spell.author().isEmpty() || spell.author().equals(author))
        .map(Active::kind)
        .toList();
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private Duration within(Duration max) {
    return Duration.ofNanos(random.nextLong(max.toNanos() + 1));
  }
}
