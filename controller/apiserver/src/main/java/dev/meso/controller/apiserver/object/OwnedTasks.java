package dev.meso.controller.apiserver.object;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.App;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.kind.TaskTemplate;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.meta.OwnerReference;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tasks that an App or a Job made: they have a status key and no spec of their own. */
public final class OwnedTasks {
  private OwnedTasks() {}

  /** Who manages a task, if anybody does. */
  public static Optional<OwnerReference> owner(ObjectMeta metadata) {
    return metadata.ownerReferences().stream()
        .filter(o -> Boolean.TRUE.equals(o.controller()))
        .findFirst()
        .or(() -> metadata.ownerReferences().stream().findFirst());
  }

  /** What the task runs: as assigned if its attempt has a place, else as its owner wants it. */
  static Optional<TaskSpec> spec(Task observed, Related related) {
    ObjectMeta metadata = observed.metadata();
    TaskStatus status = observed.status();
    if (status != null && status.attempt() > 0) {
      AttemptId attempt =
          new AttemptId(metadata.requireNamespace(), metadata.requireName(), status.attempt());
      Optional<TaskSpec> assigned =
          related
              .assignment(attempt)
              .map(entry -> Json.read(Assignment.class, entry.value()))
              .filter(a -> a.taskUid().equals(metadata.uid()))
              .map(Assignment::spec);
      if (assigned.isPresent()) {
        return assigned;
      }
    }
    return owner(metadata).flatMap(owner -> fromTemplate(metadata, owner, related));
  }

  private static Optional<TaskSpec> fromTemplate(
      ObjectMeta metadata, OwnerReference owner, Related related) {
    Kind kind = Kind.of(owner.apiVersion(), owner.kind()).orElse(null);
    if (kind == null || !kind.ownsTasks()) {
      return Optional.empty();
    }
    ObjectRef ref = new ObjectRef(kind, metadata.namespace(), owner.name());
    return related
        .spec(ref)
        .flatMap(
            entry ->
                kind == Kind.APP
                    ? template(Json.read(App.class, entry.value()), owner)
                    : template(Json.read(Job.class, entry.value()), owner))
        .map(TaskTemplate::spec);
  }

  private static Optional<TaskTemplate> template(App app, OwnerReference owner) {
    return of(app.metadata(), owner, app.spec() == null ? null : app.spec().template());
  }

  private static Optional<TaskTemplate> template(Job job, OwnerReference owner) {
    return of(job.metadata(), owner, job.spec() == null ? null : job.spec().template());
  }

  private static Optional<TaskTemplate> of(
      ObjectMeta metadata, OwnerReference owner, @Nullable TaskTemplate template) {
    return owner.uid().equals(metadata.uid()) ? Optional.ofNullable(template) : Optional.empty();
  }
}
