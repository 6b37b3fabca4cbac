package dev.meso.agent.driver;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * Names one run of one container of one attempt of a task. Whoever asks a driver twice to start the
 * same id gets one process.
 *
 * @param namespace the task's namespace
 * @param task the task's name
 * @param taskUid the task's uid, which tells apart tasks that had the same name at different times
 * @param attempt from 1, grown by the leader
 * @param container the container's name within its task
 * @param run 0, 1, 2 … grown by the agent with each restart in place
 */
public record ContainerId(
    String namespace, String task, String taskUid, long attempt, String container, int run)
    implements Comparable<ContainerId> {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
  private static final Pattern UID = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern CONTAINER = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Comparator<ContainerId> ORDER =
      Comparator.comparing(ContainerId::namespace)
          .thenComparing(ContainerId::task)
          .thenComparing(ContainerId::taskUid)
          .thenComparingLong(ContainerId::attempt)
          .thenComparing(ContainerId::container)
          .thenComparingInt(ContainerId::run);

  /** Checks that every part is safe as the name of a file. */
  public ContainerId {
    require("namespace", NAME, namespace);
    require("task", NAME, task);
    require("task uid", UID, taskUid);
    require("container", CONTAINER, container);
    if (attempt < 1 || run < 0) {
      throw new IllegalArgumentException(
          "Container id: expected attempt from 1 and run from 0, found attempt "
              + attempt
              + " and run "
              + run);
    }
  }

  /** A name for files and cgroups: unique to this id, at most 157 characters, without a slash. */
  public String key() {
    return taskUid + "." + attempt + "." + container + "." + run;
  }

  @Override
  public int compareTo(ContainerId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + task + "#" + attempt + "/" + container + "." + run;
  }

  private static void require(String what, Pattern pattern, String found) {
    if (!pattern.matcher(found).matches()) {
      throw new IllegalArgumentException(
          "Container id: expected a "
              + what
              + " like "
              + pattern.pattern()
              + ", found '"
              + found
              + "'");
    }
  }
}
