package dev.meso.store.lease;

import dev.meso.store.actor.Result;
import dev.meso.store.actor.Result.Done;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.TxnResult;
import java.time.Duration;

/** What a lease keeper is told. */
public sealed interface LeaseMessage {

  /** Begin. */
  record Start() implements LeaseMessage {}

  /** A guard on the alive key's create revision failed: look whether the session still holds. */
  record Verify() implements LeaseMessage {}

  /** End the session and stop; answered by {@link LeaseEffect.Closed}. */
  record Close() implements LeaseMessage {}

  /** The alive key was read. */
  record Seen(long round, Result<RangeResult> result) implements LeaseMessage {}

  /** The registration under the name was read. */
  record Registered(long round, Result<RangeResult> result) implements LeaseMessage {}

  /** What the leader says of the agent that is registered under the name was read. */
  record Judged(long round, Result<RangeResult> result) implements LeaseMessage {}

  /** A lease was asked for. */
  record Granted(long round, Result<Long> result) implements LeaseMessage {}

  /** The alive key was written. */
  record Written(long round, Result<TxnResult> result) implements LeaseMessage {}

  /** The alive key of an earlier session was deleted. */
  record Cleared(long round, Result<TxnResult> result) implements LeaseMessage {}

  /** The lease was renewed; {@code sent} is when that was asked, by the monotonic clock. */
  record Kept(long round, Duration sent, Result<Duration> result) implements LeaseMessage {}

  /** A lease was given back. */
  record Revoked(long round, Result<Done> result) implements LeaseMessage {}

  /** Time passed. */
  record Due(long round, What what) implements LeaseMessage {}

  /** What is due. */
  enum What {
    READ,
    WRITE,
    RENEW,
    VERIFY
  }
}
