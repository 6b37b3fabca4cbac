package dev.meso.controller.core.workload;

import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.TaskRow;
import java.util.SortedMap;

/** What an App or a Job wants of its tasks, as they are in one decision. */
sealed interface Wishes permits AppWishes, JobWishes {

  /**
   * Whether what is wished of a task follows from the spec and this task alone. Then tasks that
   * have not changed need not be looked at; otherwise all are, now and when one changes next.
   */
  boolean regular();

  /** What is wished of one task, where all is regular. */
  Wish alike(TaskRow task);

  /** What is wished of each. */
  SortedMap<TaskName, Wish> wishes();

  /** Makes those that are not there. */
  void createMissing();
}
