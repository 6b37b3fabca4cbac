package dev.meso.api.record;

/**
 * Names one attempt of one task as it stands in keys. The task's uid, in the record, tells apart
 * tasks that had the same name at different times.
 *
 * @param namespace the task's namespace
 * @param task the task's name
 * @param attempt from 1
 */
public record AttemptId(String namespace, String task, long attempt)
    implements Comparable<AttemptId> {

  @Override
  public int compareTo(AttemptId other) {
    int byNamespace = namespace.compareTo(other.namespace);
    if (byNamespace != 0) {
      return byNamespace;
    }
    int byTask = task.compareTo(other.task);
    return byTask != 0 ? byTask : Long.compare(attempt, other.attempt);
  }

  @Override
  public String toString() {
    return namespace + "/" + task + "#" + attempt;
  }
}
