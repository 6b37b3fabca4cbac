package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.KeyLayout;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.TaskName;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import org.jspecify.annotations.Nullable;

/**
 * An attempt is only begun for what is wanted at that revision: the stand-alone task's spec, or the
 * owner's, is there with the same uid and is not under deletion, and the task's status says the
 * same attempt on the same agent, in the same transaction ("two records to place it, one
 * transaction").
 */
final class WantedWork implements Invariant {
  @Override
  public String name() {
    return "wanted-work";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (Delta delta : moment.deltas()) {
      if (delta.created()
          && delta.place() instanceof Place.Assignment place
          && delta.after() != null
          && delta.after().value() instanceof Value.Assignment made) {
        String why = unwanted(moment.world(), place, made);
        findings.require(why == null, name(), () -> delta.key() + " was assigned, but " + why);
      }
    }
  }

  private static @Nullable String unwanted(
      World world, Place.Assignment place, Value.Assignment made) {
    TaskName name = place.path().task();
    Value.TaskStatus status = world.task(name).status(made.uid());
    if (status == null) {
      return "there is no status of uid " + made.uid();
    }
    if (status.attempt() != place.path().attempt() || !place.agent().equals(status.agent())) {
      return "the status speaks of attempt " + status.attempt() + " on " + status.agent();
    }
    if (!status.ports().equals(made.ports())) {
      return "the status has ports " + status.ports() + " instead of " + made.ports();
    }
    Value.Owner owner = status.owner();
    String key =
        owner == null
            ? world.keys().spec(KeyLayout.TASKS, name.namespace(), name.name())
            : world.keys().spec(plural(owner), name.namespace(), owner.name());
    String uid = owner == null ? made.uid() : owner.uid();
    Held held = world.get(key);
    Value.Spec spec = held == null ? null : held.spec();
    if (spec == null || spec.intent() || !spec.uid().equals(uid)) {
      return key + " of uid " + uid + " is not there";
    }
    return spec.deleting() ? key + " is under deletion" : null;
  }

  static String plural(Value.Owner owner) {
    return owner.kind().equals("Job") ? KeyLayout.JOBS : KeyLayout.APPS;
  }
}
