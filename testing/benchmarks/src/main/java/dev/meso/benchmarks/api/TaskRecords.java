package dev.meso.benchmarks.api;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Container;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.validation.Defaults;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The spec keys of stand-alone tasks, which nothing places as there are no agents. Pure. */
final class TaskRecords {
  static final String SEQUENCE = "bench.meso.dev/sequence";
  private static final String PADDING = "bench.meso.dev/padding";
  private static final String SHARD = "shard";
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  private final Keyspace keyspace;
  private final int shards;
  private final int bytes;

  /**
   * Records of one size.
   *
   * @param shards how many values the tasks' label has
   * @param bytes of each record, at least what a task needs
   */
  TaskRecords(Keyspace keyspace, int shards, int bytes) {
    this.keyspace = keyspace;
    this.shards = shards;
    this.bytes = bytes;
  }

  static String name(int number) {
    return String.format(Locale.ROOT, "task-%05d", number);
  }

  String key(int number) {
    return keyspace.text(new Key.Spec(Kind.TASK, Defaults.NAMESPACE, name(number)));
  }

  String shard(int number) {
    return Integer.toString(number % shards);
  }

  /** What the spec key of a task holds after its {@code sequence}-th change. */
  String value(int number, long sequence) {
    String bare = value(number, sequence, "");
    return value(number, sequence, "x".repeat(Math.max(0, bytes - bare.length())));
  }

  private String value(int number, long sequence, String padding) {
    ObjectMeta metadata =
        new ObjectMeta.Builder()
            .namespace(Defaults.NAMESPACE)
            .name(name(number))
            .uid("bench-" + number)
            .generation(1L)
            .creationTimestamp(CREATED)
            .labels(Map.of(SHARD, shard(number)))
            .annotations(new TreeMap<>(Map.of(SEQUENCE, Long.toString(sequence), PADDING, padding)))
            .build();
    Container container =
        new Container("main", List.of("sleep", "1"), List.of(), null, List.of(), List.of(), null);
    TaskSpec spec = new TaskSpec(List.of(container), new TreeMap<>(), null, null, null, null, null);
    ApiObject task = Defaults.apply(Task.of(metadata, spec, null));
    return Json.write(task);
  }
}
