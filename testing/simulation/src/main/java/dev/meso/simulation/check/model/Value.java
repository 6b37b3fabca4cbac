package dev.meso.simulation.check.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a key's value says, as far as a promise speaks of it. */
public sealed interface Value {

  /** A spec key: what a user wants, or an intent about an owned task, which has no spec. */
  record Spec(
      String uid, long generation, boolean deleting, boolean held, boolean intent, JsonNode spec)
      implements Value {}

  /** The status key of an App, a Job, a namespace or an agent. */
  record Status(String uid, String phase, JsonNode status) implements Value {
    /** Whether a condition is there and true. */
    public boolean holds(String condition) {
      for (JsonNode each : status.path("conditions")) {
        if (Fields.is(each, "type", condition)) {
          return Fields.is(each, "status", "True");
        }
      }
      return false;
    }
  }

  /** A task's status key. */
  record TaskStatus(
      String uid,
      @Nullable Owner owner,
      Phase phase,
      long attempt,
      @Nullable String agent,
      Map<String, Integer> ports,
      @Nullable Long exitCode,
      @Nullable Long signal,
      long failures,
      long restarts,
      long ordinal,
      @Nullable String revision,
      @Nullable String reason,
      @Nullable String nominatedAgent,
      List<Turn> history)
      implements Value {
    /** Whether it speaks of an attempt that has a place and has not ended. */
    public boolean active() {
      return phase != Phase.PENDING && !phase.terminal();
    }

    /** Whether it says that the attempt failed since it had run for too long, and was killed. */
    public boolean late() {
      return phase == Phase.FAILED && "DeadlineExceeded".equals(reason);
    }
  }

  /** The App or Job that made a task. */
  record Owner(String kind, String name, String uid) {}

  /** One entry of a task's history. */
  record Turn(long attempt, Phase phase, @Nullable String agent, @Nullable String at) {}

  /**
   * An assignment; {@code body} is all that never changes once it was written.
   *
   * @param held whether its agent must not start it yet: a member of a gang
   */
  record Assignment(
      String uid,
      long attempt,
      boolean stopping,
      boolean held,
      boolean waits,
      @Nullable String owner,
      Map<String, Integer> ports,
      Set<String> fixedPorts,
      List<String> containers,
      Amounts resources,
      int bytesOfSpec,
      JsonNode body)
      implements Value {}

  /** A report. */
  record Report(
      String uid,
      long attempt,
      Phase phase,
      long restarts,
      @Nullable Long exitCode,
      @Nullable Long signal,
      @Nullable String reason,
      List<Container> containers,
      List<Long> sequences)
      implements Value {}

  /** What a report says of a container: {@code Waiting}, {@code Running} or {@code Ended}. */
  record Container(String name, String state, long restarts) {}

  /** A registration. */
  record Registration(
      String uid, Amounts capacity, PortRanges ports, Map<String, String> attributes)
      implements Value {}

  /** An alive key. */
  record Alive(String uid, String session) implements Value {}

  /** The leader key. */
  record Leader(String controller) implements Value {}

  /** A value that no promise speaks of, but that can be read. */
  record Other() implements Value {}

  /** A value that cannot be read. */
  record Broken(String why) implements Value {}
}
