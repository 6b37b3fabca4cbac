package dev.meso.agent.reconcile;

import dev.meso.agent.driver.ContainerId;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.record.Report;
import java.util.Comparator;

/**
 * One attempt of one task, for good: the key of an attempt together with the task's uid. A task
 * that is deleted and created again under its name gives the same {@link AttemptId} and another
 * reference, so the two are never mixed up.
 *
 * @param id how it stands in keys
 * @param taskUid of the task
 */
public record UniqueAttempt(AttemptId id, String taskUid) implements Comparable<UniqueAttempt> {

  private static final Comparator<UniqueAttempt> ORDER =
      Comparator.comparing(UniqueAttempt::id).thenComparing(UniqueAttempt::taskUid);

  /** The attempt that an assignment asks for. */
  public static UniqueAttempt of(Assignment assignment) {
    return new UniqueAttempt(assignment.id(), assignment.taskUid());
  }

  /** The attempt that a container belongs to. */
  public static UniqueAttempt of(ContainerId id) {
    return new UniqueAttempt(new AttemptId(id.namespace(), id.task(), id.attempt()), id.taskUid());
  }

  /** The attempt that a report is about. */
  public static UniqueAttempt of(Report report) {
    return new UniqueAttempt(report.id(), report.taskUid());
  }

  /** A container of this attempt. */
  public ContainerId container(String name, int run) {
    return new ContainerId(id.namespace(), id.task(), taskUid, id.attempt(), name, run);
  }

  @Override
  public int compareTo(UniqueAttempt other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return id + " (" + taskUid + ")";
  }
}
