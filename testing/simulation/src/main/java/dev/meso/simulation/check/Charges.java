package dev.meso.simulation.check;

import dev.meso.simulation.check.model.AgentSight;
import dev.meso.simulation.check.model.Amounts;
import dev.meso.simulation.check.model.AttemptPath;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.Tried;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * "The leader charges an agent for every assignment key and every report of a live attempt", each
 * attempt once.
 */
final class Charges {
  private Charges() {}

  /**
   * One attempt that an agent is charged for.
   *
   * @param assigned whether its assignment stands; else only its report says that it lives
   */
  record Charge(
      AttemptPath path,
      String uid,
      Amounts amounts,
      Map<String, Integer> ports,
      boolean assigned) {}

  /**
   * All of an agent's.
   *
   * @param now reports count that said so at least {@code leaderLag} ago: no transaction is guarded
   *     on them, and a leader cannot know the last word of an agent
   */
  static List<Charge> of(AgentSight agent, World world, Duration now, Duration leaderLag) {
    List<Charge> charges = new ArrayList<>();
    for (Map.Entry<AttemptPath, Held> entry : agent.assignments().entrySet()) {
      if (entry.getValue().value() instanceof Value.Assignment made) {
        charges.add(new Charge(entry.getKey(), made.uid(), made.resources(), made.ports(), true));
      }
    }
    for (Map.Entry<AttemptPath, Held> entry : agent.reports().entrySet()) {
      Value.Report report = entry.getValue().report();
      if (report == null || report.phase().terminal()) {
        continue;
      }
      Held beside = agent.assignments().get(entry.getKey());
      boolean covered =
          beside != null
              && beside.value() instanceof Value.Assignment made
              && made.uid().equals(report.uid());
      Tried tried = world.tried(report.uid(), entry.getKey().attempt());
      Value.Assignment had = tried == null ? null : tried.assignment();
      Duration since = tried == null ? null : tried.liveSaid();
      if (!covered && had != null && since != null && now.minus(since).compareTo(leaderLag) >= 0) {
        charges.add(new Charge(entry.getKey(), report.uid(), had.resources(), had.ports(), false));
      }
    }
    return charges;
  }
}
