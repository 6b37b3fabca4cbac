package dev.meso.controller.apiserver.write;

import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.Store;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out one transaction and says what a failure means for the client. An unknown outcome is
 * settled by reading back where that proves something; what stays unknown is said to be so.
 */
final class Commits {
  private static final Logger log = LoggerFactory.getLogger(Commits.class);

  /** Time for one call, so that an unknown outcome leaves time to read back. */
  private static final Duration CALL_MAX = Duration.ofSeconds(4);

  /** How much longer than its own deadline a call may take before we stop waiting for it. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Store store;

  Commits(Store store) {
    this.store = store;
  }

  /**
   * Commits.
   *
   * @param ref the object that is written, for messages
   * @param proof finds the revision of this very transaction in what a read of the object's spec
   *     key answers, if the transaction was applied
   */
  TxnResult commit(
      ObjectRef ref,
      Txn txn,
      String specKey,
      Deadline deadline,
      Function<Optional<Entry>, Optional<Long>> proof)
      throws InterruptedException {
    Duration time = shorter(deadline.left(), CALL_MAX);
    if (time.isZero()) {
      throw unavailable(ref, "there was no time left to write it");
    }
    try {
      return answer(store.commit(txn, time), time);
    } catch (StoreException e) {
      return switch (e.kind()) {
        case UNAVAILABLE -> throw unavailable(ref, "the store cannot be reached");
        case REJECTED -> {
          log.atWarn()
              .addKeyValue("object", ref)
              .addKeyValue("cause", e.getMessage())
              .log("Write was rejected by the store");
          throw ApiError.of(
                  Reason.UNAVAILABLE,
                  "Writing " + ref + ": the store refused it: " + e.getMessage())
              .about(ref.kind(), ref.name());
        }
        case UNKNOWN, COMPACTED -> readBack(ref, specKey, deadline, proof);
      };
    }
  }

  /** Whether all of this holds in the store, now; writes nothing. */
  TxnResult compare(ObjectRef ref, List<Txn.Guard> guards, Deadline deadline)
      throws InterruptedException {
    Duration time = shorter(deadline.left(), CALL_MAX);
    if (time.isZero()) {
      throw unavailable(ref, "there was no time left to see whether this server is up to date");
    }
    try {
      return answer(store.commit(new Txn(guards, List.of()), time), time);
    } catch (StoreException e) {
      throw unavailable(ref, "the store does not say whether this server is up to date");
    }
  }

  private TxnResult readBack(
      ObjectRef ref,
      String specKey,
      Deadline deadline,
      Function<Optional<Entry>, Optional<Long>> proof)
      throws InterruptedException {
    Duration time = shorter(deadline.left(), CALL_MAX);
    if (time.isPositive()) {
      try {
        RangeResult found = answer(store.range(RangeRequest.key(specKey), time), time);
        Optional<Long> revision = proof.apply(found.entries().stream().findFirst());
        if (revision.isPresent()) {
          return new TxnResult(true, revision.get(), List.of());
        }
      } catch (StoreException e) {
        log.atDebug().addKeyValue("object", ref).log("Outcome could not be read back");
      }
    }
    throw ApiError.of(
            Reason.TIMEOUT,
            "Writing "
                + ref
                + ": the store did not answer in time; the write may have been applied, or may"
                + " still be: read the object before you try again")
        .about(ref.kind(), ref.name());
  }

  private static ApiError unavailable(ObjectRef ref, String why) {
    return ApiError.of(
            Reason.UNAVAILABLE, "Writing " + ref + ": " + why + "; nothing was written, try again")
        .about(ref.kind(), ref.name())
        .retryAfter(RETRY_AFTER);
  }

  private static <T> T answer(CompletionStage<T> stage, Duration time) throws InterruptedException {
    try {
      return stage.toCompletableFuture().get(time.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof CompletionException wrapped && wrapped.getCause() != null) {
        cause = wrapped.getCause();
      }
      if (cause instanceof StoreException known) {
        throw known;
      }
      throw new IllegalStateException("the store failed in a way that is not agreed", cause);
    } catch (TimeoutException e) {
      throw new StoreException(
          StoreException.Kind.UNKNOWN, "no answer " + GRACE + " after the deadline", e);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
