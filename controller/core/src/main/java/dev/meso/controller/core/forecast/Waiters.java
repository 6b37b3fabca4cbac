package dev.meso.controller.core.forecast;

import dev.meso.api.kind.Kind;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.task.TaskPhase;
import dev.meso.api.time.Now;
import dev.meso.controller.core.explain.Explain;
import dev.meso.controller.core.explain.Explanation;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.state.ClusterView;
import dev.meso.controller.core.state.TaskRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Groups the tasks that wait by what they wait for. Pure. */
final class Waiters {
  private Waiters() {}

  static List<Consequences.Pending> of(ClusterView view, Explain explain, Now now) {
    Map<String, Map<ObjectRef, Integer>> reasons = new TreeMap<>();
    for (TaskRow row : view.tasks().values()) {
      TaskStatus status = row.taskStatus();
      if (status != null && status.phase() == TaskPhase.PENDING) {
        reasons
            .computeIfAbsent(reason(status, now), _ -> new TreeMap<>())
            .merge(view.responsible(row.name()), 1, Integer::sum);
      }
    }
    List<Consequences.Pending> groups = new ArrayList<>();
    reasons.forEach(
        (reason, objects) -> {
          ObjectRef example =
              objects.entrySet().stream()
                  .min(
                      Map.Entry.<ObjectRef, Integer>comparingByValue()
                          .reversed()
                          .thenComparing(Map.Entry.comparingByKey()))
                  .orElseThrow()
                  .getKey();
          groups.add(
              new Consequences.Pending(
                  reason,
                  objects.values().stream().mapToInt(Integer::intValue).sum(),
                  objects.size(),
                  example.toString(),
                  why(view, explain, example, now)));
        });
    groups.sort(
        Comparator.comparingInt(Consequences.Pending::tasks)
            .reversed()
            .thenComparing(Consequences.Pending::reason));
    return groups;
  }

  private static String reason(TaskStatus status, Now now) {
    if (status.retryAt() != null && status.retryAt().isAfter(now.wall())) {
      return NotDone.BACK_OFF;
    }
    return status.reason() == null ? NotDone.UNSCHEDULABLE : status.reason();
  }

  private static List<String> why(ClusterView view, Explain explain, ObjectRef ref, Now now) {
    Optional<Explanation> why =
        ref.kind() == Kind.APP
            ? explain.app(view, ref.namespace(), ref.name(), now)
            : ref.kind() == Kind.JOB
                ? explain.job(view, ref.namespace(), ref.name(), now)
                : explain.task(view, ref.namespace(), ref.name(), now);
    return why.map(Explanation::lines).orElse(List.of());
  }
}
