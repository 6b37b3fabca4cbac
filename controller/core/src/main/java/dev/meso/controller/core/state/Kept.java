package dev.meso.controller.core.state;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.PhaseChange;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.record.Report;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a record about a task that was read from the store: all that decisions need and
 * all that the leader writes again, and as one object what other records say too. A leader holds
 * three records for every task, so this decides how many tasks it can hold.
 *
 * <p>Of a report the containers and the transitions are left out: agents write them for API servers
 * and others that watch, no decision is made by them, and a leader never writes a report.
 */
final class Kept {
  private final Alike alike;

  Kept(Alike alike) {
    this.alike = alike;
  }

  /**
   * An equal record but for what is left out.
   *
   * @param key as the table has it
   * @param row what is known of the task; absent when nothing is
   * @param agent the name of the agent that the record may name, as the table has it
   */
  Object of(Key key, Object value, @Nullable TaskRow row, @Nullable String agent) {
    return switch (key) {
      case Key.Assignment(_, AttemptId attempt) when value instanceof Assignment it ->
          assignment(attempt, it, row);
      case Key.Report(_, AttemptId attempt) when value instanceof Report it ->
          report(attempt, it, row);
      case Key.Status(Kind kind, String namespace, String name)
          when kind == Kind.TASK && value instanceof Task it ->
          Task.of(
              metadata(it.metadata(), namespace, name, row),
              it.spec(),
              it.status() == null ? null : status(it.status(), agent));
      default -> value;
    };
  }

  private Assignment assignment(AttemptId attempt, Assignment it, @Nullable TaskRow row) {
    return new Assignment(
        attempt.namespace(),
        attempt.task(),
        uid(it.taskUid(), row),
        it.attempt(),
        alike.one(it.desired()),
        it.gracePeriodSeconds(),
        alike.maybe(it.owner()),
        alike.maybe(it.templateRevision()),
        alike.one(it.spec()),
        alike.one(it.labels()),
        it.ports(),
        alike.one(it.resources()),
        alike.one(it.assignedAt()),
        it.held(),
        it.volumes());
  }

  private Report report(AttemptId attempt, Report it, @Nullable TaskRow row) {
    return new Report(
        attempt.namespace(),
        attempt.task(),
        uid(it.taskUid(), row),
        it.attempt(),
        it.phase(),
        it.restarts(),
        it.exitCode(),
        it.signal(),
        alike.maybe(it.reason()),
        it.message(),
        alike.maybe(it.startedAt()),
        alike.maybe(it.finishedAt()),
        List.of(),
        List.of());
  }

  private ObjectMeta metadata(
      ObjectMeta it, @Nullable String namespace, String name, @Nullable TaskRow row) {
    return it.toBuilder()
        .namespace(namespace)
        .name(name)
        .uid(it.uid() == null ? null : uid(it.uid(), row))
        .creationTimestamp(alike.maybe(it.creationTimestamp()))
        .labels(alike.one(it.labels()))
        .annotations(alike.one(it.annotations()))
        .ownerReferences(alike.one(it.ownerReferences()))
        .build();
  }

  private TaskStatus status(TaskStatus it, @Nullable String agent) {
    String known = agent != null && agent.equals(it.agent()) ? agent : it.agent();
    return new TaskStatus(
        it.phase(),
        it.attempt(),
        known,
        alike.maybe(it.host()),
        it.ports(),
        alike.maybe(it.templateRevision()),
        it.ordinal(),
        it.restarts(),
        it.failures(),
        it.retryAt(),
        it.exitCode(),
        it.signal(),
        alike.maybe(it.reason()),
        it.message(),
        alike.maybe(it.startedAt()),
        alike.maybe(it.finishedAt()),
        it.conditions(),
        it.history().stream().map(change -> change(change, known)).toList(),
        it.nominatedAgent());
  }

  private PhaseChange change(PhaseChange it, @Nullable String agent) {
    boolean known = it.agent() != null && it.agent().equals(agent);
    return alike.one(
        known
            ? new PhaseChange(it.at(), it.attempt(), it.phase(), agent, alike.maybe(it.reason()))
            : it);
  }

  /** The uid as another record about the task has it. */
  private static String uid(String uid, @Nullable TaskRow row) {
    String known = row == null ? null : row.uidLike(uid);
    return known == null ? uid : known;
  }
}
