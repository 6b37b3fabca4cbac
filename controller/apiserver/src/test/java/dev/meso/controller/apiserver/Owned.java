package dev.meso.controller.apiserver;

import dev.meso.api.kind.Container;
import dev.meso.api.kind.PhaseChange;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.meta.OwnerReference;
import dev.meso.api.record.Assignment;
import dev.meso.api.task.TaskPhase;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records that a leader would write. */
final class Owned {
  private Owned() {}

  /** The status record of a task of an App. */
  static Task task(
      String name, String owner, String ownerUid, long attempt, @Nullable String agent) {
    ObjectMeta metadata =
        ObjectMeta.named("default", name).toBuilder()
            .uid("uid-" + name)
            .creationTimestamp(Instant.parse("2026-01-01T00:00:00Z"))
            .labels(Map.of("app", owner))
            .ownerReferences(
                List.of(new OwnerReference("meso.dev/v1", "App", owner, ownerUid, true, null)))
            .build();
    return Task.of(metadata, null, status(attempt, agent));
  }

  static TaskStatus status(long attempt, @Nullable String agent) {
    List<PhaseChange> history =
        agent == null
            ? List.of()
            : List.of(
                new PhaseChange(
                    Instant.parse("2026-01-01T00:00:00Z"),
                    attempt,
                    TaskPhase.RUNNING,
                    agent,
                    null));
    return new TaskStatus(
        agent == null ? TaskPhase.PENDING : TaskPhase.RUNNING,
        attempt,
        agent,
        null,
        Collections.emptySortedMap(),
        "r1",
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        history,
        null);
  }

  static TaskSpec spec(String... containers) {
    return new TaskSpec(
        Stream.of(containers)
            .map(
                name ->
                    new Container(
                        name, List.of("assigned"), List.of(), null, List.of(), List.of(), null))
            .toList(),
        Collections.emptySortedMap(),
        null,
        null,
        null,
        null,
        null);
  }

  static Assignment assignment(String task, long attempt, String... containers) {
    return new Assignment(
        "default",
        task,
        "uid-" + task,
        attempt,
        Assignment.RUN,
        null,
        "App/web",
        "r1",
        spec(containers),
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        Instant.parse("2026-01-01T00:00:00Z"),
        null);
  }
}
