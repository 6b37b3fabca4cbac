package dev.meso.store.memory;

import java.time.Duration;

/**
 * What the network and the store do to each call and to each delivery of a watch. Asked once for
 * each, in a defined order, on the scheduler; an answer that depends on nothing but the questions
 * so far makes a run repeatable.
 */
public interface Faults {

  /** What becomes of a call. */
  CallFate of(Call call);

  /** What becomes of a watch's next changes. */
  DeliveryFate of(Delivery delivery);

  /** Everything arrives at once and in order. */
  static Faults none() {
    return new Faults() {
      @Override
      public CallFate of(Call call) {
        return CallFate.AT_ONCE;
      }

      @Override
      public DeliveryFate of(Delivery delivery) {
        return DeliveryFate.AT_ONCE;
      }
    };
  }

  /** A call, before it is sent. */
  record Call(String author, Operation operation, long number) {}

  /** Changes of one revision that a watch is about to hear. */
  record Delivery(String author, String prefix, long revision) {}

  /** What is called. */
  enum Operation {
    RANGE,
    COMMIT,
    WATCH,
    GRANT,
    KEEP_ALIVE,
    REVOKE,
    COMPACT;

    /** Whether it changes the store, so that a lost answer leaves its outcome unknown. */
    boolean writes() {
      return this != RANGE && this != WATCH;
    }
  }

  /** What becomes of a call. */
  sealed interface CallFate {
    CallFate AT_ONCE = new Carried(Duration.ZERO, Duration.ZERO);

    /**
     * It arrives after {@code there} and is answered after {@code back} more. Calls with different
     * times overtake each other; when both together reach the deadline, the caller is told that it
     * passed, and the call arrives all the same.
     */
    record Carried(Duration there, Duration back) implements CallFate {}

    /** It is not sent: there is no connection. */
    record Refused() implements CallFate {}

    /**
     * The connection breaks after {@code there}, when the call is under way; it arrives just then,
     * or never.
     */
    record Cut(Duration there, boolean arrives) implements CallFate {}
  }

  /**
   * What becomes of one revision's changes on their way to a watch.
   *
   * @param lag until they are delivered; those behind them wait
   * @param fragments calls of {@code onChanges} that they are spread over, at most one a change
   * @param progressFirst whether a progress notification for them overtakes them
   * @param passage whether they arrive at all
   */
  record DeliveryFate(Duration lag, int fragments, boolean progressFirst, Passage passage) {
    static final DeliveryFate AT_ONCE =
        new DeliveryFate(Duration.ZERO, 1, false, Passage.DELIVERED);

    public DeliveryFate {
      if (fragments < 1) {
        throw new IllegalArgumentException("Fragments are at least 1, found " + fragments);
      }
    }

    /** Delivered whole, this much later. */
    public static DeliveryFate lagging(Duration lag) {
      return new DeliveryFate(lag, 1, false, Passage.DELIVERED);
    }

    /** Delivered at once, in so many pieces. */
    public static DeliveryFate fragmented(int fragments) {
      return new DeliveryFate(Duration.ZERO, fragments, false, Passage.DELIVERED);
    }

    /** Delivered this much later, while progress for it comes at once. */
    public static DeliveryFate overtakenByProgress(Duration lag) {
      return new DeliveryFate(lag, 1, true, Passage.DELIVERED);
    }

    /** Delivered twice. */
    public static DeliveryFate repeated() {
      return new DeliveryFate(Duration.ZERO, 1, false, Passage.REPEATED);
    }

    /** Not delivered, and nobody is told. */
    public static DeliveryFate dropped() {
      return new DeliveryFate(Duration.ZERO, 1, false, Passage.DROPPED);
    }

    /** The watch ends. */
    public static DeliveryFate lost() {
      return new DeliveryFate(Duration.ZERO, 1, false, Passage.BROKEN);
    }
  }

  /** Whether changes arrive. */
  enum Passage {
    DELIVERED,
    /** Once more right behind, as from a client that resumed its stream too early. */
    REPEATED,
    /** Not at all, and the stream goes on: etcd does not promise it, and has done it. */
    DROPPED,
    /** The stream ends instead. */
    BROKEN
  }
}
