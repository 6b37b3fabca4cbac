package dev.meso.controller.core.explain;

import dev.meso.controller.core.allocation.Denial;
import dev.meso.controller.core.allocation.QueueTree;
import dev.meso.controller.core.allocation.Standing;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Dimensions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says how the queue of a waiting task stands, and what of it or above it keeps the task away. */
final class QueueLines {
  private static final int PERCENT = 100;

  private QueueLines() {}

  static List<String> of(Demand demand, QueueTree queues, Dimensions dimensions) {
    String name = demand.queue();
    Standing standing = queues.standing(name);
    if (standing == null || !standing.described()) {
      return List.of("  queue " + name + ": nobody has made it; tasks that name it wait");
    }
    int leaf = queues.find(name);
    long[] amounts = dimensions.vector(demand.shape().resources());
    Denial denial = leaf < 0 ? null : queues.admits(leaf, amounts, 1);
    if (denial == null && queues.names().size() == 1) {
      return List.of(); // Nobody uses queues.
    }
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("  queue ").append(name).append(": ");
    line.append(standing.tasks()).append(" tasks, ");
    line.append(percent(standing.share())).append(" of all ");
    line.append(dimensions.name(standing.dominant()));
    if (standing.belowGuarantee()) {
      line.append(", ").append(percent(standing.guaranteeRatio())).append(" of its guarantee");
    }
    lines.add(line.toString());
    if (denial != null) {
      lines.add("    ->  " + denial.sentence(dimensions));
    }
    return lines;
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f %%", part * PERCENT);
  }
}
