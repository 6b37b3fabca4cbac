package dev.meso.benchmarks.cluster;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.Container;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.JobSpec;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.ResourceRequirements;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskTemplate;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.record.Alive;
import dev.meso.api.record.Registration;
import dev.meso.api.resource.Quantity;
import dev.meso.api.validation.Defaults;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The records of agents that do nothing, and of Jobs. Pure. */
final class Inhabitants {
  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Map<String, Quantity> CAPACITY =
      Map.of("cpu", Quantity.parse("32"), "memory", Quantity.parse("128Gi"));
  private static final Map<String, Quantity> REQUESTS =
      Map.of("cpu", Quantity.parse("100m"), "memory", Quantity.parse("128Mi"));

  private final Keyspace keyspace;

  Inhabitants(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  void agents(int count, Batches batches) {
    for (int i = 0; i < count; i++) {
      String name = String.format(Locale.ROOT, "agent-%05d", i);
      Registration registration =
          new Registration(
              name,
              "uid-" + name,
              "127.0.0.1",
              "http://127.0.0.1:1",
              "0.1.0",
              new TreeMap<>(CAPACITY),
              "31000-31999",
              new TreeMap<>(Map.of("detected.os", "linux", "rack", "r" + i / 40)));
      Alive alive = new Alive(name, "uid-" + name, "session", "boot", SINCE);
      batches.put(keyspace.text(new Key.Registration(name)), Json.write(registration));
      batches.put(keyspace.text(new Key.Alive(name)), Json.write(alive));
    }
    batches.finish();
  }

  /** Jobs whose tasks want a tenth of a processor each. */
  void jobs(String prefix, int count, int tasks, Batches batches) {
    for (int i = 0; i < count; i++) {
      String name = prefix + "-" + i;
      ObjectMeta metadata =
          new ObjectMeta.Builder()
              .namespace(Defaults.NAMESPACE)
              .name(name)
              .uid("uid-" + name)
              .generation(1L)
              .creationTimestamp(SINCE)
              .build();
      Container container =
          new Container(
              "main",
              List.of("true"),
              List.of(),
              null,
              List.of(),
              List.of(),
              new ResourceRequirements(new TreeMap<>(REQUESTS), new TreeMap<>()));
      TaskSpec spec =
          new TaskSpec(List.of(container), new TreeMap<>(), "Never", null, null, null, null);
      Job job = Job.of(metadata, new JobSpec(tasks, tasks, 6, new TaskTemplate(null, spec)), null);
      batches.put(
          keyspace.text(new Key.Spec(Kind.JOB, Defaults.NAMESPACE, name)),
          Json.write(Defaults.apply(job)));
    }
    batches.finish();
  }
}
