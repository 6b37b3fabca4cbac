package dev.meso.simulation.check.model;

import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was seen of one task, by its uid; kept when its keys are gone. */
public final class TaskStory {
  private final String uid;
  private final TaskName name;
  private final NavigableMap<Long, Tried> attempts = new TreeMap<>();

  TaskStory(String uid, TaskName name) {
    this.uid = uid;
    this.name = name;
  }

  public String uid() {
    return uid;
  }

  public TaskName name() {
    return name;
  }

  /** An attempt; absent if nothing was seen of it. */
  public @Nullable Tried attempt(long attempt) {
    return attempts.get(attempt);
  }

  /** Every attempt, the first one first. */
  public Collection<Tried> attempts() {
    return attempts.values();
  }

  Tried tried(long attempt) {
    return attempts.computeIfAbsent(attempt, number -> new Tried(uid, name, number));
  }
}
