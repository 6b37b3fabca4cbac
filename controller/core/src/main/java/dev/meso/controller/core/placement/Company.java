package dev.meso.controller.core.placement;

import dev.meso.api.kind.Constraint;
import dev.meso.api.kind.Preference;
import dev.meso.api.kind.Spread;
import dev.meso.api.kind.TaskSpec;
import java.util.List;

/**
 * What a task wants beyond its shape: conditions about where other tasks are, and what it would
 * rather have.
 *
 * @param conditions constraints that count tasks: Unique, MaxPerValue, Together, Apart
 * @param spread how its owner's tasks are spread
 * @param preferences what should hold, if it can
 */
public record Company(
    List<Constraint> conditions, List<Spread> spread, List<Preference> preferences) {

  /** A task that goes anywhere. */
  public static final Company ANY = new Company(List.of(), List.of(), List.of());

  /** What a spec says. */
  public static Company of(TaskSpec spec) {
    List<Constraint> conditions =
        spec.constraints().stream()
            .filter(it -> !Constraint.ATTRIBUTE_OPERATORS.contains(it.operator()))
            .toList();
    return conditions.isEmpty() && spec.spread().isEmpty() && spec.preferences().isEmpty()
        ? ANY
        : new Company(conditions, spec.spread(), spec.preferences());
  }

  /** Whether the number of its owner's tasks on agents matters. */
  boolean countsOwn() {
    return !spread.isEmpty()
        || conditions.stream()
            .anyMatch(
                it ->
                    it.operator().equals(Constraint.UNIQUE)
                        || it.operator().equals(Constraint.MAX_PER_VALUE));
  }

  /** Whether an agent may refuse because of where others are. */
  boolean conditional() {
    return !conditions.isEmpty() || spread.stream().anyMatch(it -> it.maxSkew() != null);
  }

  /** Whether it wants nothing of the kind. */
  boolean anywhere() {
    return conditions.isEmpty() && spread.isEmpty() && preferences.isEmpty();
  }

  /** Whether it may fit as soon as another task has been placed. */
  public boolean waitsForOthers() {
    return conditions.stream().anyMatch(it -> it.operator().equals(Constraint.TOGETHER))
        || spread.stream().anyMatch(it -> it.maxSkew() != null);
  }
}
