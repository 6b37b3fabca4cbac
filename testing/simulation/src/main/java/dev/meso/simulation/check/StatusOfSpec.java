package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.KeyLayout;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.Value;
import org.jspecify.annotations.Nullable;

/**
 * "Status carries the spec's uid; every status transaction compares the create revision of the spec
 * (for owned tasks its own)." An agent's status carries the uid of its registration, and its own
 * key's guard is enough, as it may have no spec. A task without a spec names its owner.
 */
final class StatusOfSpec implements Invariant {
  @Override
  public String name() {
    return "status-of-spec";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (Delta delta : moment.deltas()) {
      if (delta.place() instanceof Place.Status place && delta.after() != null) {
        check(moment, delta, place, findings);
      }
    }
  }

  private void check(Moment moment, Delta delta, Place.Status place, Findings findings) {
    String specKey = moment.world().keys().spec(place.plural(), place.namespace(), place.name());
    Held there = moment.before(specKey);
    Value.Spec spec = there == null ? null : there.spec();
    boolean agent = place.plural().equals(KeyLayout.AGENTS);
    boolean owned = delta.after() != null && owned(delta.after(), spec);
    if (moment.writer().role() == Writer.Role.CONTROLLER) {
      boolean guarded =
          (agent || owned) ? moment.guardsObject(delta.key()) : moment.guardsObject(specKey);
      findings.require(
          guarded,
          name(),
          () ->
              delta.key()
                  + " was written without a guard on "
                  + (agent || owned ? "itself" : specKey));
    }
    String uid = uid(delta.after());
    if (!agent && spec != null && !spec.intent()) {
      findings.require(
          uid.equals(spec.uid()),
          name(),
          () -> delta.key() + " is of uid " + uid + ", its spec of " + spec.uid());
    }
    if (delta.after() != null
        && delta.after().value() instanceof Value.TaskStatus task
        && (spec == null || spec.intent())) {
      findings.require(
          task.owner() != null, name(), () -> delta.key() + " has neither a spec nor an owner");
    }
  }

  private static boolean owned(Held status, Value.@Nullable Spec spec) {
    return status.value() instanceof Value.TaskStatus task
        && task.owner() != null
        && (spec == null || spec.intent());
  }

  private static String uid(@Nullable Held held) {
    if (held != null && held.value() instanceof Value.TaskStatus task) {
      return task.uid();
    }
    return held != null && held.value() instanceof Value.Status status ? status.uid() : "";
  }
}
