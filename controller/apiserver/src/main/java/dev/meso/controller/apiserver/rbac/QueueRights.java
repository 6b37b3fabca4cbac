package dev.meso.controller.apiserver.rbac;

import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.Volume;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;

/**
 * Who may have work in a queue: whoever writes the spec of an App, Job, Task or Volume needs the
 * verb {@code use} on its queue or on one above it, and {@code prioritize} for a priority above 0,
 * which may have others of that queue ended. A role gives these where it is bound: in the namespace
 * of the work, or everywhere. Everybody may use {@code default}.
 */
public final class QueueRights {
  private final RoleBook book;

  public QueueRights(RoleBook book) {
    this.book = book;
  }

  /**
   * Looks at an object that somebody is about to write.
   *
   * @throws ApiError 403 if he may not have such work there
   */
  public void check(Principal who, ApiObject after) {
    switch (after) {
      case App app when app.spec() != null ->
          check(who, Kind.APP, app, app.spec().template().spec());
      case Job job when job.spec() != null ->
          check(who, Kind.JOB, job, job.spec().template().spec());
      case Task task when task.spec() != null -> check(who, Kind.TASK, task, task.spec());
      case Volume volume when volume.spec() != null && !who.master() -> {
        String queue = volume.spec().queueName();
        if (!queue.equals(Queue.DEFAULT)) {
          require(who, "use", queue, Kind.VOLUME, volume.metadata());
        }
      }
      default -> {
        // It asks for no room.
      }
    }
  }

  private void check(Principal who, Kind kind, ApiObject after, TaskSpec spec) {
    if (who.master()) {
      return;
    }
    String queue = spec.queueName();
    if (!queue.equals(Queue.DEFAULT)) {
      require(who, "use", queue, kind, after.metadata());
    }
    if (spec.priorityValue() > 0) {
      require(who, "prioritize", queue, kind, after.metadata());
    }
  }

  private void require(Principal who, String verb, String queue, Kind kind, ObjectMeta about) {
    String namespace = about.namespace();
    for (String name = queue; !name.isEmpty(); name = Queue.above(name)) {
      if (book.decide(
              who,
              new Attributes.OnResource(
                  verb, Kind.QUEUE.group(), Kind.QUEUE.plural(), "", namespace, name))
          .allowed()) {
        return;
      }
    }
    String name = String.valueOf(about.name());
    throw ApiError.of(
            Reason.FORBIDDEN,
            ApiError.resource(kind)
                + " \""
                + name
                + "\" is forbidden: user \""
                + who.name()
                + "\" expected the verb \""
                + verb
                + "\" on queues.meso.dev \""
                + queue
                + "\" or one above it, in namespace "
                + namespace
                + " or everywhere; no role that is bound to this user or his groups has it")
        .about(kind, name);
  }
}
