package dev.meso.controller.apiserver.write;

import dev.meso.controller.apiserver.object.ObjectRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Objects that are to be looked at again, each after a time that grows with its failures. At most
 * {@value #MAX}: whoever adds asks for {@link #room} before. Used by one thread.
 */
final class Retries {
  private static final int MAX = 10_000;
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int DOUBLINGS_MAX = 7;

  private record Retry(int failures, long at) {}

  private final Map<ObjectRef, Retry> waiting = new TreeMap<>();

  /** How many more may be added. */
  int room() {
    return Math.max(0, MAX - waiting.size());
  }

  /** Those whose time has come; they stay here until they are done. */
  List<ObjectRef> due(long now) {
    return waiting.entrySet().stream()
        .filter(e -> e.getValue().at() - now <= 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  void done(ObjectRef ref) {
    waiting.remove(ref);
  }

  void failed(ObjectRef ref, long now) {
    Retry before = waiting.get(ref);
    int failures = before == null ? 0 : before.failures();
    Duration wait = FIRST.multipliedBy(1L << Math.min(failures, DOUBLINGS_MAX));
    Duration bounded = wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    waiting.put(ref, new Retry(failures + 1, now + bounded.toNanos()));
  }
}
