package dev.meso.controller.core.workload;

import dev.meso.api.kind.Gang;
import dev.meso.api.record.Assignment;
import dev.meso.api.validation.Defaults;
import dev.meso.controller.core.plan.Alarm;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.Place;
import dev.meso.controller.core.state.TaskRow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the gang of a Job is. Its members are placed together in one decision, each with an
 * assignment that is held; when the store is known to have all of them they are released. So no
 * member starts unless all have agents, whoever leads: a leader that finds some of them held places
 * the rest, or gives them back when their time is over.
 *
 * <p>A gang that was complete once stays so: members that fail are started again one by one.
 */
final class Gangs {
  private final Pass pass;
  private final ObjectRef job;
  private final Gang gang;
  private final int needed;
  private int assigned;
  private int durable;
  private boolean released;
  private @Nullable Instant heldSince;

  /**
   * The gang of a Job.
   *
   * @param remaining tasks that have not succeeded yet; the last ones may be fewer than the gang
   */
  Gangs(Pass pass, ObjectRef job, Gang gang, int remaining, Owned owned) {
    this.pass = pass;
    this.job = job;
    this.gang = gang;
    this.needed = Math.min(gang.minAvailable(), remaining);
    owned.tasks().values().forEach(this::count);
  }

  private void count(TaskRow task) {
    Assignment assignment = task.currentAssignment();
    Place place = task.current();
    if (assignment == null || place == null || assignment.stopping()) {
      return;
    }
    assigned++;
    Cell cell = task.assignmentCell(place);
    boolean landed = cell != null && cell.committed() != null;
    durable += landed ? 1 : 0;
    if (!assignment.mustWait()) {
      released = true;
    } else if (heldSince == null || assignment.assignedAt().isBefore(heldSince)) {
      heldSince = assignment.assignedAt();
    }
  }

  Target.Gang state() {
    boolean complete = released || durable >= needed;
    // Until the store has them all, what is in flight counts as placed but not as there.
    int missing = complete ? 0 : Math.max(1, needed - assigned);
    return new Target.Gang(missing, assigned > 0);
  }

  /** Whether members were held for too long; if they may be soon, the Job is looked at then. */
  boolean overdue() {
    if (heldSince == null || state().complete()) {
      return false;
    }
    Instant until = heldSince.plus(patience());
    if (pass.now().wall().isBefore(until)) {
      pass.lookAt(Alarm.of(job), until);
      return false;
    }
    return true;
  }

  private Duration patience() {
    Integer seconds = gang.timeoutSeconds();
    return Duration.ofSeconds(seconds == null ? Defaults.GANG_TIMEOUT_SECONDS : seconds);
  }
}
