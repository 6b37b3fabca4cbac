package dev.meso.controller.core.workload;

import dev.meso.api.kind.TaskSpec;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.PlannedGuard;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the next attempt of a task is made from.
 *
 * @param owner the App or Job; absent for a stand-alone task
 * @param revision of the owner's template; absent for a stand-alone task
 * @param labels of the task
 * @param guards what a placement relies on besides the agent: the spec has not changed
 * @param since tasks that wait are placed in the order of this time
 * @param gang how far the gang is that the task belongs to; absent when it belongs to none
 */
record Target(
    @Nullable ObjectRef owner,
    @Nullable String revision,
    SortedMap<String, String> labels,
    TaskSpec spec,
    List<PlannedGuard> guards,
    Instant since,
    @Nullable Gang gang) {

  /**
   * A gang in the making.
   *
   * @param missing members that must get agents together with this one, itself included; 0 once the
   *     gang is complete
   * @param begun whether members hold agents already
   */
  record Gang(int missing, boolean begun) {

    /** Whether members may be started. */
    boolean complete() {
      return missing <= 0;
    }
  }

  /** Whether an attempt that is made from this must wait for others. */
  boolean held() {
    return gang != null && !gang.complete();
  }

  /** The same for a member of a gang. */
  Target in(@Nullable Gang other) {
    return new Target(owner, revision, labels, spec, guards, since, other);
  }
}
