package dev.meso.store.cache;

import dev.meso.api.codec.Json;
import dev.meso.api.record.Barrier;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of a cache.
 *
 * @param prefix what is cached: the whole root for a controller
 * @param barrier how freshness is proven; without it {@code fresh} fails, and only audits notice a
 *     stream that died silently
 * @param auditPrefix part of the prefix that is listed again, keys only, each {@code auditEvery}: a
 *     key that should be there by now and is not means that the watch lost something
 * @param auditEvery the agents' lease time is the right one
 * @param relistEvery a full list without a reason, because etcd was seen to lose events
 * @param probeAfter a stream silent for so long is probed by a write of ours
 * @param silenceMax a stream silent for so long is broken
 * @param callDeadline of one read or write
 * @param seed for the jitter of waits
 */
public record CacheConfig(
    String prefix,
    Optional<BarrierKey> barrier,
    String auditPrefix,
    Duration auditEvery,
    Duration relistEvery,
    Duration probeAfter,
    Duration silenceMax,
    Duration callDeadline,
    long seed) {

  /** Where this process writes its barrier; the key is written by nobody else. */
  public record BarrierKey(String key, String controller) {
    /** The value of the n-th write. */
    String value(long sequence) {
      return Json.write(new Barrier(controller, sequence));
    }
  }

  /** The settings of a controller: everything below the root, with a barrier. */
  public static CacheConfig controller(
      String root, BarrierKey barrier, String everyAlive, Duration aliveTtl, long seed) {
    return new CacheConfig(
        root,
        Optional.of(barrier),
        everyAlive,
        aliveTtl,
        Duration.ofMinutes(10),
        Duration.ofSeconds(2),
        Duration.ofSeconds(6),
        Duration.ofSeconds(5),
        seed);
  }

  /** The settings of a reader that writes nothing: a small prefix, audited as a whole. */
  public static CacheConfig reader(String prefix, Duration auditEvery, long seed) {
    return new CacheConfig(
        prefix,
        Optional.empty(),
        prefix,
        auditEvery,
        Duration.ofMinutes(10),
        Duration.ofSeconds(2),
        Duration.ofSeconds(6),
        Duration.ofSeconds(5),
        seed);
  }

  CacheConfig withRelistEvery(Duration every) {
    return new CacheConfig(
        prefix,
        barrier,
        auditPrefix,
        auditEvery,
        every,
        probeAfter,
        silenceMax,
        callDeadline,
        seed);
  }
}
