package dev.meso.api.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The time at which a decision is made, given to it as an argument.
 *
 * @param wall the wall clock, for what users read and for times that are stored; it may jump
 * @param monotonic time since an arbitrary point of this process, never going back; the only clock
 *     from which elapsed time may be computed
 */
public record Now(Instant wall, Duration monotonic) {

  /** The same time later by {@code amount} on both clocks. */
  public Now plus(Duration amount) {
    return new Now(wall.plus(amount), monotonic.plus(amount));
  }

  /** How long ago {@code earlier} was, by the monotonic clock of the same process. */
  public Duration since(Now earlier) {
    return monotonic.minus(earlier.monotonic);
  }
}
