package dev.meso.simulation.check.model;

import dev.meso.store.port.Entry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A key with its value, read.
 *
 * @param since when the key was created, since the run began
 * @param at when this value was written
 */
public record Held(Place place, Entry entry, Value value, Duration since, Duration at) {
  public String key() {
    return entry.key();
  }

  public Value.@Nullable Spec spec() {
    return value instanceof Value.Spec spec ? spec : null;
  }

  public Value.@Nullable Status status() {
    return value instanceof Value.Status status ? status : null;
  }

  public Value.@Nullable TaskStatus task() {
    return value instanceof Value.TaskStatus task ? task : null;
  }

  public Value.@Nullable Assignment assignment() {
    return value instanceof Value.Assignment assignment ? assignment : null;
  }

  public Value.@Nullable Report report() {
    return value instanceof Value.Report report ? report : null;
  }

  public Value.@Nullable Registration registration() {
    return value instanceof Value.Registration registration ? registration : null;
  }
}
