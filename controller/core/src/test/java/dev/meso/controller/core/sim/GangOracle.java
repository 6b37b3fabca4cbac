package dev.meso.controller.core.sim;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.JobSpec;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.record.Assignment;
import dev.meso.api.task.TaskPhase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * No gang starts of which too few members have agents; fewer are enough when fewer are left to do.
 * Gangs are told apart by their Jobs' uids, so each that has a name is watched, not the first one
 * only.
 */
final class GangOracle {
  /** Gangs here are to be done at least so many times. */
  private static final int COMPLETIONS_MIN = Tenants.GANG;

  private final FakeStore store;

  /** Uids of Jobs whose gang began once: their members start one by one from then on. */
  private final Set<String> started = new HashSet<>();

  /** The uid of the Job of each task, by the task's; known when its record is gone too. */
  private final Map<String, String> jobs = new HashMap<>();

  GangOracle(FakeStore store) {
    this.store = store;
  }

  /** How many began. */
  int started() {
    return started.size();
  }

  /** Looks at what a transaction left. */
  void check(Object txn) {
    Map<String, Integer> least = new TreeMap<>();
    for (FakeStore.Held held : store.keys().values()) {
      if (held.value() instanceof Job job && job.spec() != null && job.spec().gang() != null) {
        least.put(job.metadata().requireUid(), least(job.spec()));
      }
    }
    Map<String, Integer> succeeded = new HashMap<>();
    for (Map.Entry<Key, FakeStore.Held> entry : store.keys().entrySet()) {
      if (entry.getKey() instanceof Key.Status(Kind kind, _, _)
          && kind == Kind.TASK
          && entry.getValue().value() instanceof Task task) {
        note(task, succeeded);
      }
    }
    Map<String, List<Assignment>> members = new TreeMap<>();
    for (FakeStore.Held held : store.keys().values()) {
      if (held.value() instanceof Assignment it && least.containsKey(job(it))) {
        members.computeIfAbsent(job(it), _ -> new ArrayList<>()).add(it);
      }
    }
    members.forEach(
        (job, all) -> {
          boolean free = all.stream().anyMatch(it -> !it.mustWait() && !it.stopping());
          int left = COMPLETIONS_MIN - succeeded.getOrDefault(job, 0);
          if (free && started.add(job) && all.size() < Math.min(least.get(job), left)) {
            throw new AssertionError("gang " + job + " starts of " + all + ": " + txn);
          }
        });
  }

  private void note(Task task, Map<String, Integer> succeeded) {
    task.metadata()
        .ownerReferences()
        .forEach(
            owner -> {
              jobs.put(task.metadata().requireUid(), owner.uid());
              if (task.status() != null && task.status().phase() == TaskPhase.SUCCEEDED) {
                succeeded.merge(owner.uid(), 1, Integer::sum);
              }
            });
  }

  private String job(Assignment it) {
    return jobs.getOrDefault(it.taskUid(), "");
  }

  private static int least(JobSpec spec) {
    return spec.gang() == null ? 1 : spec.gang().minAvailable();
  }
}
