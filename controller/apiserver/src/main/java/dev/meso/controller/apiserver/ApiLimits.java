package dev.meso.controller.apiserver;

import java.time.Duration;

/**
 * Bounds of an API server.
 *
 * @param connections of clients at once; further ones are closed as soon as they come
 * @param writesInFlight writes that are worked on at once; more are answered 429
 * @param readsInFlight reads that are worked on at once; more are answered 429
 * @param streams watches and followed logs at once; more are answered 429
 * @param historyEvents changes kept for every kind: how far behind a watcher may be
 * @param writeDeadline time for one write, its retries included
 * @param readWait how long a read waits for the revision that it asks for
 * @param patchRetries how often a write that names no resourceVersion is made again after a
 *     conflict
 * @param streamStall how long a client may read nothing of a stream
 * @param heartbeat how often a quiet watch is written to
 * @param arrival from a connection to its first whole request head, and from each head to its whole
 *     body; a client that takes longer is cut off
 */
public record ApiLimits(
    int connections,
    int writesInFlight,
    int readsInFlight,
    int streams,
    int historyEvents,
    Duration writeDeadline,
    Duration readWait,
    int patchRetries,
    Duration streamStall,
    Duration heartbeat,
    Duration arrival) {

  /** A body is one object at most, so a client that needs longer has stopped. */
  private static final Duration ARRIVAL_MAX = Duration.ofSeconds(30);

  /** What a controller uses. */
  public static ApiLimits standard() {
    return new ApiLimits(
        1_024,
        256,
        1_024,
        4_096,
        20_000,
        Duration.ofSeconds(10),
        Duration.ofSeconds(3),
        8,
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        ARRIVAL_MAX);
  }

  public ApiLimits withConnections(int max) {
    return new ApiLimits(
        max,
        writesInFlight,
        readsInFlight,
        streams,
        historyEvents,
        writeDeadline,
        readWait,
        patchRetries,
        streamStall,
        heartbeat,
        arrival);
  }

  public ApiLimits withWritesInFlight(int max) {
    return new ApiLimits(
        connections,
        max,
        readsInFlight,
        streams,
        historyEvents,
        writeDeadline,
        readWait,
        patchRetries,
        streamStall,
        heartbeat,
        arrival);
  }

  public ApiLimits withHistoryEvents(int max) {
    return new ApiLimits(
        connections,
        writesInFlight,
        readsInFlight,
        streams,
        max,
        writeDeadline,
        readWait,
        patchRetries,
        streamStall,
        heartbeat,
        arrival);
  }

  public ApiLimits withHeartbeat(Duration every) {
    return new ApiLimits(
        connections,
        writesInFlight,
        readsInFlight,
        streams,
        historyEvents,
        writeDeadline,
        readWait,
        patchRetries,
        streamStall,
        every,
        arrival);
  }

  public ApiLimits withWriteDeadline(Duration deadline) {
    return new ApiLimits(
        connections,
        writesInFlight,
        readsInFlight,
        streams,
        historyEvents,
        deadline,
        readWait,
        patchRetries,
        streamStall,
        heartbeat,
        arrival);
  }

  public ApiLimits withReadWait(Duration wait) {
    return new ApiLimits(
        connections,
        writesInFlight,
        readsInFlight,
        streams,
        historyEvents,
        writeDeadline,
        wait,
        patchRetries,
        streamStall,
        heartbeat,
        arrival);
  }

  public ApiLimits withArrival(Duration max) {
    return new ApiLimits(
        connections,
        writesInFlight,
        readsInFlight,
        streams,
        historyEvents,
        writeDeadline,
        readWait,
        patchRetries,
        streamStall,
        heartbeat,
        max);
  }
}
