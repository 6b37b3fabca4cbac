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
 */
record Target(
    @Nullable ObjectRef owner,
    @Nullable String revision,
    SortedMap<String, String> labels,
    TaskSpec spec,
    List<PlannedGuard> guards,
    Instant since) {}
