package dev.meso.simulation.check;

import dev.meso.simulation.check.model.AgentSight;
import dev.meso.simulation.check.model.Amounts;
import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Fields;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.KeyLayout;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.TaskStory;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What volumes there are, where they are bound and who uses them, as the keys say. */
final class Volumes {
  private Volumes() {}

  /**
   * A volume that a task names.
   *
   * @param as how the task calls it
   */
  record Named(String as, String volume) {}

  /**
   * What a task's spec names; {@code ordinal} is its place among its owner's tasks, or negative.
   */
  static List<Named> named(JsonNode taskSpec, long ordinal) {
    List<Named> all = new ArrayList<>();
    for (JsonNode each : taskSpec.path("volumes")) {
      String volume = String.valueOf(Fields.text(each, "volume"));
      boolean own = Fields.isTrue(each, "perTask") && ordinal >= 0;
      all.add(
          new Named(
              String.valueOf(Fields.text(each, "name")), own ? volume + "-" + ordinal : volume));
    }
    return all;
  }

  /** A task's place among its owner's tasks; negative if it has none. */
  static long ordinal(World world, String taskUid) {
    TaskStory story = world.story(taskUid);
    Value.TaskStatus status = story == null ? null : world.task(story.name()).status(taskUid);
    return status == null ? -1 : status.ordinal();
  }

  /** The uids of the volumes that an assignment names. */
  static Set<String> uids(Value.@Nullable Assignment made) {
    Set<String> uids = new TreeSet<>();
    if (made != null) {
      for (JsonNode each : made.body().path("volumes")) {
        uids.add(String.valueOf(Fields.text(each, "uid")));
      }
    }
    return uids;
  }

  static Value.@Nullable Spec spec(World world, String namespace, String name) {
    Held held = world.get(world.keys().spec(KeyLayout.VOLUMES, namespace, name));
    return held == null ? null : held.spec();
  }

  /** The spec of the volume whose status is there; absent if it is not of this uid any more. */
  static Value.@Nullable Spec specOf(World world, Place status, String uid) {
    Value.Spec spec =
        status instanceof Place.Status(_, String namespace, String name)
            ? spec(world, namespace, name)
            : null;
    return spec != null && spec.uid().equals(uid) ? spec : null;
  }

  /** The agent that the volume of this uid is bound to; absent if it is not bound. */
  static @Nullable String home(World world, String namespace, String name, String uid) {
    Held held = world.get(world.keys().status(KeyLayout.VOLUMES, namespace, name));
    Value.Status status = held == null ? null : held.status();
    return status == null || !status.uid().equals(uid) ? null : agent(status);
  }

  static @Nullable String agent(Value.@Nullable Status status) {
    return status == null ? null : Fields.text(status.status(), "agent");
  }

  static String queue(JsonNode specOrStatus) {
    String named = Fields.text(specOrStatus, "queue");
    return named == null ? Accounts.DEFAULT : named;
  }

  static boolean shared(Value.Spec volume) {
    return Fields.isTrue(volume.spec(), "shared");
  }

  static boolean recreated(Value.Spec volume) {
    return Fields.is(volume.spec(), "onLost", "Recreate");
  }

  /** What is set aside for a volume while it is bound. */
  static Amounts taken(World world, @Nullable Held status) {
    Value.Status said = status == null ? null : status.status();
    return agent(said) == null || said == null
        ? Amounts.NONE
        : world.disk(said.status().path("size"));
  }

  /** What is set aside on an agent for volumes of some queues. */
  static Amounts on(World world, String agent, Predicate<String> queues) {
    Amounts sum = Amounts.NONE;
    for (Held held : world.volumes()) {
      Value.Status status = held.status();
      if (status != null && agent.equals(agent(status)) && queues.test(queue(status.status()))) {
        sum = sum.plus(taken(world, held));
      }
    }
    return sum;
  }

  /** A volume that a step bound. */
  record Bound(String agent, String queue, String uid, Amounts amounts) {}

  /** The volume that is bound by this change; empty when it binds none. */
  static Optional<Bound> binding(Moment moment, Delta delta) {
    if (!(delta.place() instanceof Place.Status(String plural, _, _))
        || !plural.equals(KeyLayout.VOLUMES)
        || delta.after() == null) {
      return Optional.empty();
    }
    Value.Status after = delta.after().status();
    Value.Status before = delta.before() == null ? null : delta.before().status();
    String agent = agent(after);
    boolean was =
        before != null
            && after != null
            && agent(before) != null
            && before.uid().equals(after.uid());
    return after == null || agent == null || was
        ? Optional.empty()
        : Optional.of(
            new Bound(
                agent, queue(after.status()), after.uid(), taken(moment.world(), delta.after())));
  }

  /** An assignment on an agent that names a volume; absent when there is none. */
  static @Nullable Held user(AgentSight agent, String uid) {
    for (Map.Entry<?, Held> entry : agent.assignments().entrySet()) {
      if (uids(entry.getValue().assignment()).contains(uid)) {
        return entry.getValue();
      }
    }
    return null;
  }
}
