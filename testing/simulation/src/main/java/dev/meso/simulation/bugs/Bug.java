package dev.meso.simulation.bugs;

import dev.meso.simulation.world.Wiring;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A known bug that can be planted.
 *
 * @param name one word in kebab case
 * @param sentence what is done wrong
 * @param caughtBy the invariants that may catch it; anything else is another bug
 * @param seed the first seed, counted from 1, whose run finds it; so the runs that are needed
 * @param wiring makes the wiring of one run
 */
public record Bug(
    String name, String sentence, Set<String> caughtBy, long seed, Supplier<Wiring> wiring) {
  public Bug {
    caughtBy = Set.copyOf(caughtBy);
  }
}
