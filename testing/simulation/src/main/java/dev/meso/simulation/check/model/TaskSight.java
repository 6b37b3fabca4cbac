package dev.meso.simulation.check.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every key under one task's name, of whatever uid. */
public final class TaskSight {
  @Nullable Held spec;
  @Nullable Held status;
  final Map<Place.Assignment, Held> assignments = new LinkedHashMap<>();

  TaskSight() {}

  /** The spec of a stand-alone task, or an intent. */
  public Value.@Nullable Spec spec() {
    return spec == null ? null : spec.spec();
  }

  public Value.@Nullable TaskStatus status() {
    return status == null ? null : status.task();
  }

  /** The status of a task of this uid; absent when there is none, or another's. */
  public Value.@Nullable TaskStatus status(String uid) {
    Value.TaskStatus found = status();
    return found != null && found.uid().equals(uid) ? found : null;
  }

  public Map<Place.Assignment, Held> assignments() {
    return Collections.unmodifiableMap(assignments);
  }
}
