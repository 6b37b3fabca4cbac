package dev.meso.store.election;

import dev.meso.store.actor.Result;
import dev.meso.store.actor.Result.Done;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.TxnResult;
import java.time.Duration;

/** What an election is told. */
public sealed interface ElectionMessage {

  /** Begin to stand for election. */
  record Start() implements ElectionMessage {}

  /** Somebody saw that the leader key is gone, or changed: look. Only a hint; may be late. */
  record Look() implements ElectionMessage {}

  /**
   * Give up leadership and campaign anew, so that whatever was sent under the old fence can not be
   * applied after the next election: the outcome of a write is unknown, or a guard on the fence
   * failed.
   *
   * @param fence of the leadership meant; ignored when it is over already
   */
  record Resign(long fence, String reason) implements ElectionMessage {}

  /** Stop; answered by {@link ElectionEffect.Closed}. */
  record Close() implements ElectionMessage {}

  /** A lease was asked for at {@code sent}. */
  record Granted(long round, Duration sent, Result<Long> result) implements ElectionMessage {}

  /** The campaign's transaction. */
  record Campaigned(long round, Result<TxnResult> result) implements ElectionMessage {}

  /** The leader key was read. */
  record Seen(long round, Result<RangeResult> result) implements ElectionMessage {}

  /** A renewal that was asked for at {@code sent}. */
  record Kept(long round, Duration sent, Result<Duration> result) implements ElectionMessage {}

  /** The key was deleted. */
  record KeyDeleted(long round, Result<TxnResult> result) implements ElectionMessage {}

  /** A lease was given back. */
  record Revoked(long round, Result<Done> result) implements ElectionMessage {}

  /** Time passed. */
  record Due(long round, What what) implements ElectionMessage {}

  /** What is due. */
  enum What {
    LOOK,
    HINTED_LOOK,
    CAMPAIGN,
    RENEW,
    RENEW_AGAIN,
    STEP_DOWN
  }
}
