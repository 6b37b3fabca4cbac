package dev.meso.controller.core.workload;

import dev.meso.api.kind.Job;
import dev.meso.api.kind.JobSpec;
import dev.meso.api.kind.JobStatus;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.agent.Conditions;
import dev.meso.controller.core.state.Tally;
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
final class JobWishes implements Wishes {
  private static final int BACKOFF_LIMIT = 6;

  private final Pass pass;
  private final WorkloadRow row;
  private final Owned owned;
  private final JobSpec spec;
  private final int completions;
  private final int parallelism;
  private final Target target;
  private final Tally tally;

  /** Why the Job is over, if it is. */
  private final @Nullable String over;

  /** Whether the members of a gang that did not come together give their agents back. */
  private final boolean withdrawn;

  private final boolean regular;

  JobWishes(Pass pass, WorkloadRow row, Job job, Owned owned) {
    this.pass = pass;
    this.row = row;
    this.owned = owned;
    spec = job.requireSpec();
    completions = completions(spec);
    Integer wanted = spec.parallelism();
    parallelism = wanted == null ? completions : wanted;
    tally = owned.tally(completions, spec.template());
    over = over(row, job, tally, spec);
    // Once complete a gang stays so, and nobody needs to count its members.
    Gangs gangs =
        spec.gang() == null || tally.released()
            ? null
            : new Gangs(pass, row.ref(), spec.gang(), completions - tally.succeeded(), owned);
    target = owned.target(spec.template()).in(gangs == null ? null : gangs.state());
    withdrawn = gangs != null && gangs.overdue();
    regular =
        over == null
            && gangs == null
            && tally.strangers() == 0
            && tally.beyond() == 0
            && tally.live() <= parallelism
            && tally.placed() + tally.ended() <= parallelism;
  }

  @Override
  public boolean regular() {
    return regular;
  }

  @Override
  public Wish alike(TaskRow task) {
    TaskStatus status = task.taskStatus();
    return status == null || status.phase() == TaskPhase.SUCCEEDED
        ? new Wish.Hold()
        : new Wish.Run(target);
  }

  static int completions(JobSpec spec) {
    Integer completions = spec.completions();
    return completions == null ? 1 : completions;
  }

  static int backoffLimit(JobSpec spec) {
    Integer limit = spec.backoffLimit();
    return limit == null ? BACKOFF_LIMIT : limit;
  }

  @Override
  public SortedMap<TaskName, Wish> wishes() {
    TreeMap<TaskName, Wish> wishes = new TreeMap<>();
    int places = parallelism - tally.placed();
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
    int tooMany = tally.live() - parallelism;
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

  @Override
  public void createMissing() {
    if (over != null) {
      return;
    }
    // Ended attempts take a place before any new task does.
    int places = parallelism - tally.placed() - tally.ended();
    TaskStep step = new TaskStep(pass, Ends.JOB, row.ref());
    for (int index = owned.missing(0, tally);
        index < completions && places > 0;
        index = owned.missing(index + 1, tally)) {
      if (owned.create(step, index, target)) {
        places--;
      }
      if (pass.draft().left().has(row.ref())) {
        return;
      }
    }
  }

  /** Why the Job is over, if it is. */
  static @Nullable String over(WorkloadRow row, Job job, Tally tally, JobSpec spec) {
    JobStatus written = Summaries.written(row, job);
    if (written != null && Conditions.hold(written.conditions(), Summaries.FAILED)) {
      return "JobFailed";
    }
    if (written != null && Conditions.hold(written.conditions(), Summaries.COMPLETE)) {
      return "JobComplete";
    }
    if (tally.failures() > backoffLimit(spec)) {
      return "JobFailed";
    }
    return tally.succeeded() >= completions(spec) ? "JobComplete" : null;
  }
}
