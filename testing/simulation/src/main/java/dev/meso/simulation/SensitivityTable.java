package dev.meso.simulation;

import dev.meso.simulation.bugs.Bug;
import dev.meso.simulation.bugs.Sensitivity;
import dev.meso.simulation.bugs.Sensitivity.Found;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** Prints which known bugs the search finds, as a table in Markdown, line by line. */
final class SensitivityTable {
  private final List<Bug> bugs;
  private final Sensitivity sensitivity;
  private final PrintStream out;

  SensitivityTable(List<Bug> bugs, int threads, PrintStream out) {
    this.bugs = bugs;
    this.sensitivity = new Sensitivity(threads);
    this.out = out;
  }

  /**
   * Searches for each bug.
   *
   * @param from the first seed
   * @param runs for each bug at most
   * @return whether all were found, by an invariant that is meant to find them
   */
  boolean print(long from, long runs) throws InterruptedException {
    out.println("| bug | what is wrong | runs | seed | found by | when |");
    out.println("|---|---|---|---|---|---|");
    boolean all = true;
    for (Bug bug : bugs) {
      Optional<Found> found = sensitivity.find(bug, from, runs);
      boolean expected =
          found.isPresent() && bug.caughtBy().contains(found.get().violation().invariant());
      all &= expected;
      out.println(
          row(bug, found, from, runs) + (expected || found.isEmpty() ? "" : " not expected |"));
      out.flush();
    }
    return all;
  }

  private static String row(Bug bug, Optional<Found> found, long from, long runs) {
    String start = "| " + bug.name() + " | " + bug.sentence() + " | ";
    return found
        .map(
            it ->
                start
                    + (it.seed() - from + 1)
                    + " | "
                    + it.seed()
                    + " | "
                    + it.violation().invariant()
                    + " | minute "
                    + it.violation().at().toMinutes()
                    + " |")
        .orElse(start + "more than " + runs + " | | not found | |");
  }
}
