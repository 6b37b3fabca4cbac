package dev.meso.controller.core.workload;

import dev.meso.api.kind.Job;
import dev.meso.api.kind.JobSpec;
import dev.meso.api.kind.JobStatus;
import dev.meso.api.meta.Condition;
import dev.meso.controller.core.agent.Conditions;
import dev.meso.controller.core.state.Tally;
import dev.meso.controller.core.state.WorkloadRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds the tasks of a Job into its status. */
final class JobSummary {
  private JobSummary() {}

  static JobStatus of(
      WorkloadRow row,
      Job job,
      @Nullable JobStatus before,
      Owned owned,
      boolean deleting,
      Instant at) {
    JobSpec spec = job.requireSpec();
    int completions = JobWishes.completions(spec);
    Tally tally = owned.tally(completions, spec.template());
    int failed = tally.failures();
    int succeeded = tally.succeeded();
    if (before != null && finished(before)) {
      // What it came to stays, though users may remove records of its tasks one by one.
      failed = Math.max(failed, orZero(before.failed()));
      succeeded = Math.max(succeeded, orZero(before.succeeded()));
    }
    Long generation = job.metadata().generation();
    String over = JobWishes.over(row, job, tally, spec);
    List<Condition> conditions = Faults.cleared(before == null ? List.of() : before.conditions());
    if (over != null) {
      boolean bad = over.equals("JobFailed");
      if (!Conditions.hold(conditions, bad ? Summaries.FAILED : Summaries.COMPLETE)) {
        conditions =
            Conditions.with(
                conditions,
                bad ? Summaries.FAILED : Summaries.COMPLETE,
                true,
                bad ? "BackoffLimitExceeded" : "CompletionsReached",
                bad
                    ? failed + " attempts failed, at most " + JobWishes.backoffLimit(spec) + " may"
                    : null,
                at,
                generation);
      }
    }
    Instant started = before == null ? null : before.startTime();
    Instant ended = before == null ? null : before.completionTime();
    return new JobStatus(
        phase(over, deleting, tally.begun() > 0 || succeeded > 0),
        generation,
        tally.active(),
        succeeded,
        failed,
        started == null ? at : started,
        over != null && ended == null ? at : ended,
        conditions);
  }

  private static boolean finished(JobStatus status) {
    return Conditions.hold(status.conditions(), Summaries.COMPLETE)
        || Conditions.hold(status.conditions(), Summaries.FAILED);
  }

  private static int orZero(@Nullable Integer number) {
    return number == null ? 0 : number;
  }

  private static String phase(@Nullable String over, boolean deleting, boolean begun) {
    if (deleting) {
      return "Deleting";
    }
    if (over != null) {
      return over.equals("JobFailed") ? "Failed" : "Succeeded";
    }
    return begun ? "Running" : "Pending";
  }
}
