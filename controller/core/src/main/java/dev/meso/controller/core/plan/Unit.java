package dev.meso.controller.core.plan;

import java.util.List;

/**
 * Writes about one object that must be made together. Units share transactions; a unit is never
 * split.
 *
 * @param origin what was looked at; it stays dirty if the unit finds no room in the plan
 * @param subject what is written, one object's records
 * @param bytes an estimate of the size in the store, rather too much
 */
public record Unit(
    ObjectRef origin,
    ObjectRef subject,
    Lane lane,
    List<PlannedGuard> guards,
    List<PlannedWrite> writes,
    long bytes) {

  /**
   * Units of different lanes share no transaction, so that what often fails harms only its kind.
   */
  public enum Lane {
    AGENTS,
    TASKS,
    PLACEMENTS,
    SUMMARIES,
    DELETIONS
  }

  public Unit {
    guards = List.copyOf(guards);
    writes = List.copyOf(writes);
  }
}
