package dev.meso.store.etcd;

import dev.meso.store.port.StoreException;
import dev.meso.store.port.StoreException.Kind;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;

/**
 * What each status of etcd means for a caller; the only place that decides it. A write of which the
 * smallest part may have left this process, and that has no answer of etcd's own saying that it was
 * refused, has an unknown outcome.
 */
final class Failures {
  private Failures() {}

  /**
   * What a status means.
   *
   * @param sent whether the request may have reached a connection
   * @param writes whether it changes the store
   */
  static Kind kind(Status status, boolean sent, boolean writes) {
    String text = status.getDescription() == null ? "" : status.getDescription();
    Kind lost = sent && writes ? Kind.UNKNOWN : Kind.UNAVAILABLE;
    return switch (status.getCode()) {
      // etcd answered: it looked at the request and made nothing of it.
      case INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          UNIMPLEMENTED,
          UNAUTHENTICATED ->
          Kind.REJECTED;
      case OUT_OF_RANGE -> text.contains("revision") ? Kind.COMPACTED : Kind.REJECTED;
      case RESOURCE_EXHAUSTED -> exhausted(text, lost, writes);
      // No answer, or one that does not say what became of the request.
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, ABORTED, INTERNAL, UNKNOWN, DATA_LOSS, OK ->
          lost;
    };
  }

  private static Kind exhausted(String text, Kind lost, boolean writes) {
    if (text.contains("too many requests") || text.contains("database space exceeded")) {
      // The request is fine, and is taken once etcd has room. The one write that crosses the quota
      // is applied and refused all the same: it stands before its answer comes, so the guards of a
      // retry see it.
      return Kind.UNAVAILABLE;
    }
    // Our own side found the answer too large: the request was carried out.
    return answerTooLarge(text) && writes ? lost : Kind.REJECTED;
  }

  /** Whether the answer, not the request, was too large. */
  static boolean answerTooLarge(String text) {
    return text.contains("gRPC message exceeds maximum size");
  }

  /** Whether this failure of a read says that its answer was too large for us. */
  static boolean answerTooLarge(Throwable failure) {
    Status status = Status.fromThrowable(failure);
    return status.getCode() == Status.Code.RESOURCE_EXHAUSTED
        && status.getDescription() != null
        && answerTooLarge(status.getDescription());
  }

  /** Whether etcd says that the lease does not exist. */
  static boolean leaseNotFound(Throwable failure) {
    return Status.fromThrowable(failure).getCode() == Status.Code.NOT_FOUND;
  }

  /** Whether etcd says that this revision was compacted before. */
  static boolean alreadyCompacted(Throwable failure) {
    Status status = Status.fromThrowable(failure);
    return status.getCode() == Status.Code.OUT_OF_RANGE
        && String.valueOf(status.getDescription()).contains("compacted");
  }

  static StoreException of(String what, Throwable failure, boolean sent, boolean writes) {
    Status status = statusOf(failure);
    Kind kind = kind(status, sent, writes);
    String why = status.getCode() + ": " + status.getDescription();
    return new StoreException(kind, what + " failed, " + means(kind) + ": " + why, failure);
  }

  private static Status statusOf(Throwable failure) {
    return switch (failure) {
      case StatusRuntimeException status -> status.getStatus();
      case StatusException status -> status.getStatus();
      default -> Status.INTERNAL.withDescription(failure.toString());
    };
  }

  private static String means(Kind kind) {
    return switch (kind) {
      case UNAVAILABLE -> "nothing was changed";
      case UNKNOWN -> "the outcome is unknown";
      case COMPACTED -> "the revision is not there";
      case REJECTED -> "etcd refused it";
    };
  }
}
