package dev.meso.controller.apiserver.http;

import dev.meso.controller.apiserver.ApiLimits;
import dev.meso.controller.apiserver.metrics.Metrics;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/**
 * Bounds what is worked on at once. A request asks before its body is read, so that what waits
 * takes no memory, and is refused rather than queued. Thread-safe.
 */
final class Admission {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Map<Lane, Semaphore> lanes = new EnumMap<>(Lane.class);
  private final Map<Lane, Integer> limits = new EnumMap<>(Lane.class);

  Admission(ApiLimits limits, Metrics metrics) {
    lane(Lane.READ, limits.readsInFlight(), metrics);
    lane(Lane.WRITE, limits.writesInFlight(), metrics);
    lane(Lane.STREAM, limits.streams(), metrics);
  }

  private void lane(Lane lane, int max, Metrics metrics) {
    Semaphore semaphore = new Semaphore(max);
    lanes.put(lane, semaphore);
    limits.put(lane, max);
    metrics.gauge(
        "meso_api_inflight_requests",
        "Requests that are worked on",
        List.of("lane"),
        List.of(lane.name().toLowerCase(Locale.ROOT)),
        () -> max - semaphore.availablePermits());
  }

  /**
   * Takes a place.
   *
   * @return gives it back; to be run exactly once
   * @throws ApiError 429 when there is none
   */
  Runnable enter(Lane lane) {
    if (lane == Lane.FREE) {
      return () -> {};
    }
    Semaphore semaphore = Objects.requireNonNull(lanes.get(lane));
    if (!semaphore.tryAcquire()) {
      throw ApiError.of(
              Reason.TOO_MANY_REQUESTS,
              "The server works on as many requests of this sort as it may ("
                  + limits.get(lane)
                  + " "
                  + lane.name().toLowerCase(Locale.ROOT)
                  + "s); nothing was done, try again")
          .retryAfter(RETRY_AFTER);
    }
    return semaphore::release;
  }
}
