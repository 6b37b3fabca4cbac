package dev.meso.agent.reconcile;

import dev.meso.api.codec.Json;
import dev.meso.api.codec.MalformedRecord;
import dev.meso.api.kind.Container;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads assignments so that a bad one harms itself alone. One that cannot be carried out but names
 * its task is answered by a report; one that does not even do that can only be logged.
 */
final class AssignmentReader {
  private AssignmentReader() {}

  /** What a key's value turned out to be. */
  sealed interface Read {
    record Good(Assignment assignment) implements Read {}

    record Bad(UniqueAttempt ref, String why) implements Read {}

    record Nameless(String why) implements Read {}
  }

  /** The least that an assignment must say, to be answered. */
  record Named(@Nullable String taskUid) {}

  static Read read(AttemptId key, String value) {
    try {
      Assignment assignment = Json.read(Assignment.class, value);
      String wrong = wrong(key, assignment);
      return wrong == null ? new Read.Good(assignment) : bad(key, value, wrong);
    } catch (MalformedRecord e) {
      return bad(key, value, String.valueOf(e.getMessage()));
    }
  }

  private static Read bad(AttemptId key, String value, String why) {
    try {
      String uid = Json.read(Named.class, value).taskUid();
      return uid == null || uid.isEmpty()
          ? new Read.Nameless(why)
          : new Read.Bad(new UniqueAttempt(key, uid), why);
    } catch (MalformedRecord e) {
      return new Read.Nameless(why);
    }
  }

  // The lenient decoder leaves absent fields null, whatever their declared type.
  @SuppressWarnings("ConstantValue")
  private static @Nullable String wrong(AttemptId key, Assignment assignment) {
    if (!key.equals(assignment.id())) {
      return "its key says " + key + ", its value " + assignment.id();
    }
    if (assignment.taskUid() == null || assignment.taskUid().isEmpty()) {
      return "taskUid: expected the task's uid, found nothing";
    }
    String desired = assignment.desired();
    if (!Assignment.RUN.equals(desired) && !Assignment.STOP.equals(desired)) {
      return "desired: expected run or stop, found " + desired;
    }
    if (assignment.spec() == null || assignment.spec().containers().isEmpty()) {
      return "spec.containers: expected at least one, found none";
    }
    Set<String> names = new TreeSet<>();
    for (Container container : assignment.spec().containers()) {
      if (container.name() == null || !names.add(container.name())) {
        return "spec.containers: expected different names, found " + container.name() + " twice";
      }
      try {
        new UniqueAttempt(key, assignment.taskUid()).container(container.name(), 0);
      } catch (IllegalArgumentException e) {
        return String.valueOf(e.getMessage());
      }
      if (container.command().isEmpty()) {
        return "spec.containers " + container.name() + ": expected a command, found none";
      }
    }
    return null;
  }
}
