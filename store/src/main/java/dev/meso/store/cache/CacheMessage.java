package dev.meso.store.cache;

import dev.meso.store.actor.Result;
import dev.meso.store.actor.WatchSignal;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.TxnResult;
import java.time.Duration;

/** What the cache's actor is told. */
sealed interface CacheMessage {

  /** Begin. */
  record Start() implements CacheMessage {}

  /** Some time passed. */
  record Tick() implements CacheMessage {}

  /** A wait is over. */
  record Retry(long round) implements CacheMessage {}

  /** A page of the list. */
  record Page(long round, Result<RangeResult> result) implements CacheMessage {}

  /** The watch says something. */
  record Heard(long round, WatchSignal signal) implements CacheMessage {}

  /** A page of an audit. */
  record AuditPage(long audit, Result<RangeResult> result) implements CacheMessage {}

  /** Prove freshness within {@code deadline}. */
  record Fresh(long ticket, Duration deadline) implements CacheMessage {}

  /** The deadline of a ticket has come. */
  record FreshDue(long ticket, Duration deadline) implements CacheMessage {}

  /** The barrier was written. */
  record BarrierWritten(long write, Result<TxnResult> result) implements CacheMessage {}
}
