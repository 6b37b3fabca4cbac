package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Fields;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.KeyLayout;
import dev.meso.simulation.check.model.Phase;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.TaskName;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * "No member of a gang is released unless {@code minAvailable} of them are assigned", fewer only
 * when fewer are left to do. A gang that was complete once stays so.
 */
final class GangTogether implements Invariant {
  // Uids of Jobs whose gang was complete.
  private final Set<String> complete = new LinkedHashSet<>();

  @Override
  public String name() {
    return "gang-together";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (Delta delta : moment.deltas()) {
      if (!(delta.place() instanceof Place.Assignment(_, var path)) || delta.after() == null) {
        continue;
      }
      Value.Assignment after = delta.after().assignment();
      Value.Assignment before = delta.before() == null ? null : delta.before().assignment();
      Value.Spec job = after == null ? null : job(moment.world(), path.task(), after.uid());
      if (after == null
          || after.held()
          || after.stopping()
          || (before != null && !before.held())
          || job == null
          || complete.contains(job.uid())) {
        continue;
      }
      long needed = needed(moment.world(), job);
      long there = assigned(moment.world(), job, true);
      findings.require(
          there >= needed,
          name(),
          () -> delta.key() + " was released, " + there + " of " + needed + " are assigned");
      complete.add(job.uid());
    }
  }

  /** How many of a Job's tasks must find room at the same time; 1 when each is for itself. */
  static int missing(World world, Value.Spec job) {
    if (job.spec().path("gang").isMissingNode()) {
      return 1;
    }
    for (TaskName name : world.ownedBy(job.uid())) {
      for (Held held : world.task(name).assignments().values()) {
        Value.Assignment made = held.assignment();
        if (made != null && !made.held() && !made.stopping()) {
          return 1;
        }
      }
    }
    return (int) Math.max(1, needed(world, job) - assigned(world, job, false));
  }

  private static long needed(World world, Value.Spec job) {
    long completions = Fields.number(job.spec(), "completions", 1);
    long succeeded = 0;
    for (TaskName name : world.ownedBy(job.uid())) {
      Value.TaskStatus task = world.task(name).status();
      boolean done =
          task != null && task.phase() == Phase.SUCCEEDED && task.ordinal() < completions;
      succeeded += done ? 1 : 0;
    }
    long least = Fields.number(job.spec().path("gang"), "minAvailable", 1);
    return Math.min(least, completions - succeeded);
  }

  private static long assigned(World world, Value.Spec job, boolean stoppingToo) {
    long assigned = 0;
    for (TaskName name : world.ownedBy(job.uid())) {
      boolean there = false;
      for (Held held : world.task(name).assignments().values()) {
        Value.Assignment made = held.assignment();
        there |= made != null && (stoppingToo || !made.stopping());
      }
      assigned += there ? 1 : 0;
    }
    return assigned;
  }

  /** The Job of a task, if its tasks are a gang. */
  private static Value.@Nullable Spec job(World world, TaskName name, String uid) {
    Value.TaskStatus status = world.task(name).status(uid);
    Value.Owner owner = status == null ? null : status.owner();
    if (owner == null || !owner.kind().equals("Job")) {
      return null;
    }
    Held held = world.get(world.keys().spec(KeyLayout.JOBS, name.namespace(), owner.name()));
    Value.Spec spec = held == null ? null : held.spec();
    boolean gang =
        spec != null
            && spec.uid().equals(owner.uid())
            && !spec.deleting()
            && spec.spec().path("gang").isObject();
    return gang ? spec : null;
  }
}
