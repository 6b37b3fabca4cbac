package dev.meso.controller.core.explain;

import dev.meso.controller.core.explain.Explanation.Funnel;
import dev.meso.controller.core.explain.Explanation.Waiting;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Predicate;
import dev.meso.controller.core.placement.Refusals;
import dev.meso.controller.core.placement.Remedies;
import dev.meso.controller.core.placement.Rooms;
import dev.meso.controller.core.placement.Veto;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.state.ClusterView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Asks every agent, counts the answers, and puts them into words. */
final class Funnels {
  private Funnels() {}

  static Explanation explanation(
      ObjectRef ref,
      int wants,
      int has,
      List<Waiting> waiting,
      @Nullable Demand demand,
      ClusterView view) {
    List<String> lines = new ArrayList<>();
    lines.add(ref.name() + " wants " + wants + ", has " + has);
    for (Waiting why : waiting) {
      String until = why.until() == null ? "" : " until " + why.until();
      lines.add("  " + why.task() + " " + why.phase() + ": " + why.message() + until);
    }
    Funnel funnel = null;
    if (demand != null) {
      Rooms rooms = view.rooms();
      lines.addAll(QueueLines.of(demand, view.queues(), rooms.dimensions()));
      Refusals asked = rooms.refusals(demand);
      funnel = funnel(asked);
      lines.addAll(lines(asked));
      if (asked.passed(Predicate.Stage.FITTING) == 0) {
        Remedies.of(rooms, demand).forEach(remedy -> lines.add("  would fit " + remedy));
        Expected.start(view, demand)
            .ifPresent(
                start ->
                    lines.add(
                        "  there is room on "
                            + start.agent()
                            + " at "
                            + start.latest()
                            + " at the latest, unless others come first"));
      }
    }
    return new Explanation(
        ref.kind().kindName(),
        ref.namespaceOrNull(),
        ref.name(),
        wants,
        has,
        waiting,
        funnel,
        lines);
  }

  private static Funnel funnel(Refusals asked) {
    TreeMap<String, Integer> refused = new TreeMap<>();
    asked.counts().forEach((predicate, count) -> refused.put(predicate.words(), count));
    Veto nearest = asked.nearest();
    return new Funnel(
        asked.agents(),
        asked.passed(Predicate.Stage.ELIGIBLE),
        asked.passed(Predicate.Stage.MATCHING),
        asked.passed(Predicate.Stage.FITTING),
        refused,
        nearest == null ? null : nearest.agent() + " " + nearest.detail());
  }

  private static List<String> lines(Refusals asked) {
    List<String> lines = new ArrayList<>();
    lines.add("  agents " + asked.agents());
    for (Predicate.Stage stage : Predicate.Stage.values()) {
      StringBuilder line = new StringBuilder("    ->  ");
      line.append(stage.name().toLowerCase(Locale.ROOT)).append(' ');
      line.append(asked.passed(stage));
      String separator = "   ";
      for (Map.Entry<Predicate, Integer> count : asked.counts().entrySet()) {
        if (count.getKey().stage() == stage) {
          line.append(separator).append(count.getValue()).append(' ');
          line.append(count.getKey().words());
          separator = ", ";
        }
      }
      Veto nearest = asked.nearest();
      if (nearest != null && nearest.predicate().stage() == stage) {
        line.append(" (best: ").append(nearest.agent()).append(' ');
        line.append(nearest.detail()).append(')');
      }
      lines.add(line.toString());
    }
    return lines;
  }
}
