package dev.meso.store.memory;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Faults by chance: the same seed and the same questions give the same faults. Which of them, and
 * how often, are {@link Rates}; without faults left, {@link #stop} lets a run converge.
 *
 * <p>Used on the scheduler only.
 */
public final class SeededFaults implements Faults {
  private final SplittableRandom random;
  private Rates rates;

  public SeededFaults(long seed, Rates rates) {
    this.random = new SplittableRandom(seed);
    this.rates = rates;
  }

  /** From now on nothing goes wrong any more. */
  public void stop() {
    rates = Rates.NONE;
  }

  @Override
  public CallFate of(Call call) {
    if (hits(rates.refused())) {
      return new CallFate.Refused();
    }
    Duration there = within(rates.delayMax());
    if (hits(rates.cut())) {
      return new CallFate.Cut(there, random.nextBoolean());
    }
    if (hits(rates.slow())) {
      // Half of the slow ones are late to arrive, half to be answered.
      return random.nextBoolean()
          ? new CallFate.Carried(there.plus(rates.slowness()), Duration.ZERO)
          : new CallFate.Carried(there, rates.slowness());
    }
    return new CallFate.Carried(there, within(rates.delayMax()));
  }

  @Override
  public DeliveryFate of(Delivery delivery) {
    if (hits(rates.watchLost())) {
      return DeliveryFate.lost();
    }
    int fragments = hits(rates.fragmented()) ? 2 + random.nextInt(3) : 1;
    return new DeliveryFate(
        within(rates.lagMax()), fragments, hits(rates.progressFirst()), Passage.DELIVERED);
  }

  private boolean hits(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  private Duration within(Duration max) {
    return max.isZero() ? max : Duration.ofNanos(random.nextLong(max.toNanos() + 1));
  }

  /**
   * How often and how much; probabilities are between 0 and 1.
   *
   * @param delayMax each way of a call takes up to this, so that pipelined calls overtake
   * @param refused a call finds no connection
   * @param cut the connection breaks while a call is under way
   * @param slow a call takes {@code slowness} longer than its delay
   * @param lagMax a watch hears of a revision up to this much later
   * @param fragmented a revision comes in two to four pieces
   * @param progressFirst progress overtakes a revision
   * @param watchLost a watch ends instead of hearing of a revision
   */
  public record Rates(
      Duration delayMax,
      double refused,
      double cut,
      double slow,
      Duration slowness,
      Duration lagMax,
      double fragmented,
      double progressFirst,
      double watchLost) {

    /** Nothing goes wrong. */
    public static final Rates NONE =
        new Rates(Duration.ZERO, 0, 0, 0, Duration.ZERO, Duration.ZERO, 0, 0, 0);

    /** A bad day: everything goes wrong now and then. */
    public static final Rates ROUGH =
        new Rates(
            Duration.ofMillis(20),
            0.02,
            0.02,
            0.02,
            Duration.ofSeconds(10),
            Duration.ofMillis(200),
            0.2,
            0.1,
            0.01);
  }
}
