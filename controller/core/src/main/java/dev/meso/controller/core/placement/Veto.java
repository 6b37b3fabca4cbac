package dev.meso.controller.core.placement;

/**
 * One agent's refusal of one task.
 *
 * @param detail what is missing, in units, for instance {@code lacks 210Mi of 2Gi memory}
 * @param missingPermille how much of what was asked for is missing, in thousandths; 1000 where
 *     there is no more or less
 */
public record Veto(Predicate predicate, String agent, String detail, long missingPermille) {

  /** All that was asked for is missing, or it is not a matter of amounts. */
  public static final long ALL = 1000;
}
