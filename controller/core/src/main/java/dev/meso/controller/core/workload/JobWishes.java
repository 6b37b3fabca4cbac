package dev.meso.controller.core.workload;

import dev.meso.api.kind.Job;
import dev.meso.api.kind.JobSpec;
import dev.meso.api.kind.JobStatus;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.agent.Conditions;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.TaskRow;
import dev.meso.controller.core.state.WorkloadRow;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a Job wants of its tasks: {@code parallelism} of them at work, the lowest indexes first,
 * until {@code completions} have succeeded. When more than {@code backoffLimit} attempts have
 * failed, over all tasks, the Job has failed: what still runs is ended. Records of tasks stay until
 * the Job is deleted; a Job that has finished stays finished.
 */
final class JobWishes {
  private static final int BACKOFF_LIMIT = 6;

  private final Pass pass;
  private final WorkloadRow row;
  private final Job job;
  private final Owned owned;
  private final JobSpec spec;
  private final int completions;
  private final int parallelism;
  private final Target target;

  /** Whether the members of a gang that did not come together give their agents back. */
  private final boolean withdrawn;

  JobWishes(Pass pass, WorkloadRow row, Job job, Owned owned) {
    this.pass = pass;
    this.row = row;
    this.job = job;
    this.owned = owned;
    spec = job.requireSpec();
    completions = completions(spec);
    Integer wanted = spec.parallelism();
    parallelism = wanted == null ? completions : wanted;
    int remaining = completions - succeeded(owned, completions);
    Gangs gangs =
        spec.gang() == null ? null : new Gangs(pass, row.ref(), spec.gang(), remaining, owned);
    target = owned.target(spec.template()).in(gangs == null ? null : gangs.state());
    withdrawn = gangs != null && gangs.overdue();
  }

  static int completions(JobSpec spec) {
    Integer completions = spec.completions();
    return completions == null ? 1 : completions;
  }

  static int backoffLimit(JobSpec spec) {
    Integer limit = spec.backoffLimit();
    return limit == null ? BACKOFF_LIMIT : limit;
  }

  SortedMap<TaskName, Wish> wishes() {
    TreeMap<TaskName, Wish> wishes = new TreeMap<>();
    String over = over(row, job, owned, spec);
    int places = parallelism - busy();
    for (Map.Entry<Integer, TaskRow> entry : owned.tasks().entrySet()) {
      TaskRow task = entry.getValue();
      TaskStatus status = task.taskStatus();
      Wish wish;
      if (entry.getKey() >= completions) {
        wish = new Wish.Remove("CompletionsLowered", null, owned.guards());
      } else if (status == null || status.phase() == TaskPhase.SUCCEEDED) {
        wish = new Wish.Hold();
      } else if (over != null) {
        wish = new Wish.Stop(over, owned.guards());
      } else if (withdrawn && !status.phase().terminal() && task.current() != null) {
        wish = new Wish.Stop("GangWithdrawn", owned.guards());
      } else if (status.phase().terminal()) {
        wish = places-- > 0 ? new Wish.Run(target) : new Wish.Hold();
      } else {
        wish = new Wish.Run(target);
      }
      wishes.put(task.name(), wish);
    }
    if (over == null) {
      stopTooMany(wishes);
    }
    return wishes;
  }

  /**
   * Lowered parallelism: the highest indexes make room, those that do not run yet before others.
   */
  private void stopTooMany(SortedMap<TaskName, Wish> wishes) {
    int tooMany = -parallelism;
    for (TaskRow task : owned.tasks().headMap(completions, false).values()) {
      tooMany += live(task.taskStatus()) ? 1 : 0;
    }
    for (boolean running : new boolean[] {false, true}) {
      for (TaskRow task : owned.tasks().headMap(completions, false).descendingMap().values()) {
        TaskStatus status = task.taskStatus();
        if (tooMany <= 0 || status == null || status.phase().terminal()) {
          continue;
        }
        if ((status.phase() == TaskPhase.RUNNING) == running) {
          wishes.put(task.name(), new Wish.Stop("ParallelismLowered", owned.guards()));
          tooMany--;
        }
      }
    }
  }

  void createMissing() {
    if (over(row, job, owned, spec) != null) {
      return;
    }
    int places = parallelism - busy() - restarting();
    TaskStep step = new TaskStep(pass, Ends.JOB, row.ref());
    for (int index = 0; index < completions && places > 0; index++) {
      if (owned.tasks().containsKey(index)) {
        continue;
      }
      if (owned.create(step, index, target)) {
        places--;
      }
      if (pass.draft().again().contains(row.ref())) {
        return;
      }
    }
  }

  /** Places that are taken; one that a write in flight gives back is taken until it has landed. */
  private int busy() {
    int busy = 0;
    for (TaskRow task : owned.tasks().headMap(completions, false).values()) {
      busy += live(task.taskStatus()) || live(task.storedStatus()) ? 1 : 0;
    }
    return busy;
  }

  private static boolean live(@Nullable TaskStatus status) {
    return status != null && !status.phase().terminal();
  }

  /** Ended attempts whose next one takes a place before any new task does. */
  private int restarting() {
    int ended = 0;
    for (TaskRow task : owned.tasks().headMap(completions, false).values()) {
      TaskStatus status = task.taskStatus();
      if (status != null && status.phase().terminal() && status.phase() != TaskPhase.SUCCEEDED) {
        ended++;
      }
    }
    return ended;
  }

  /** Why the Job is over, if it is. */
  static @Nullable String over(WorkloadRow row, Job job, Owned owned, JobSpec spec) {
    JobStatus written = Summaries.written(row, job);
    if (written != null && Conditions.hold(written.conditions(), Summaries.FAILED)) {
      return "JobFailed";
    }
    if (written != null && Conditions.hold(written.conditions(), Summaries.COMPLETE)) {
      return "JobComplete";
    }
    if (failed(owned) > backoffLimit(spec)) {
      return "JobFailed";
    }
    return succeeded(owned, completions(spec)) >= completions(spec) ? "JobComplete" : null;
  }

  static int failed(Owned owned) {
    int failed = 0;
    for (TaskRow task : owned.tasks().values()) {
      TaskStatus status = task.storedStatus();
      Integer failures = status == null ? null : status.failures();
      failed += failures == null ? 0 : failures;
    }
    return failed;
  }

  static int succeeded(Owned owned, int completions) {
    int succeeded = 0;
    for (TaskRow task : owned.tasks().headMap(completions, false).values()) {
      TaskStatus status = task.storedStatus();
      succeeded += status != null && status.phase() == TaskPhase.SUCCEEDED ? 1 : 0;
    }
    return succeeded;
  }
}
