package dev.meso.simulation.check;

import java.time.Duration;

/**
 * A sentence of what Meso promises that did not hold.
 *
 * @param invariant which, as one word in kebab case; stable, so that two runs can be compared
 * @param at when it was seen, since the run began
 * @param revision at which, or the last one when it was not a write that broke it
 * @param detail what was expected and found, with names
 */
public record Violation(String invariant, Duration at, long revision, String detail) {

  @Override
  public String toString() {
    return "at " + at + " revision " + revision + ": " + invariant + ": " + detail;
  }
}
