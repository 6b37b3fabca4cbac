package dev.meso.simulation.check.model;

/** What the keys of assignments and reports say of an attempt: all but its task's uid. */
public record AttemptPath(TaskName task, long attempt) {
  @Override
  public String toString() {
    return task + "#" + attempt;
  }
}
