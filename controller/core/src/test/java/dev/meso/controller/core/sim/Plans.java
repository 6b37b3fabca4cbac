package dev.meso.controller.core.sim;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.App;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.Namespace;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.record.Assignment;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.plan.Plan;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.plan.PlannedWrite;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans as short sorted lines, to be asserted whole. */
public final class Plans {
  private Plans() {}

  public static List<String> text(Plan plan) {
    List<String> lines = new ArrayList<>();
    for (PlannedTxn txn : plan.txns()) {
      txn.writes().forEach(write -> lines.add(text(write)));
    }
    Collections.sort(lines);
    return lines;
  }

  /** Every write whole, sorted. */
  public static List<String> writes(Plan plan) {
    List<String> lines = new ArrayList<>();
    plan.txns().forEach(txn -> txn.writes().forEach(write -> lines.add(write.toString())));
    Collections.sort(lines);
    return lines;
  }

  /** Every write whole, sorted, but for why tasks wait that nobody is ended for. */
  public static List<String> decisions(Plan plan) {
    List<String> lines = new ArrayList<>();
    plan.txns().stream()
        .flatMap(txn -> txn.writes().stream())
        .filter(write -> !waits(write))
        .forEach(write -> lines.add(write.toString()));
    Collections.sort(lines);
    return lines;
  }

  private static boolean waits(PlannedWrite write) {
    return write instanceof PlannedWrite.Put(_, Task task)
        && task.status() != null
        && task.status().phase() == TaskPhase.PENDING
        && task.status().nominatedAgent() == null;
  }

  private static String text(PlannedWrite write) {
    return switch (write) {
      case PlannedWrite.Delete(Key key) -> "delete " + text(key);
      case PlannedWrite.Put(Key key, Object value) -> text(key) + " " + value(value);
    };
  }

  private static String text(Key key) {
    return switch (key) {
      case Key.Spec(var kind, _, String name) -> "spec " + kind.singular() + " " + name;
      case Key.Status(var kind, _, String name) -> "status " + kind.singular() + " " + name;
      case Key.Assignment(String agent, var id) ->
          "assignment " + agent + " " + id.task() + "#" + id.attempt();
      default -> key.toString();
    };
  }

  private static String value(Object value) {
    return switch (value) {
      case Task task -> task(task.status());
      case App app -> app.status() == null ? "" : String.valueOf(app.status().phase());
      case Job job -> job.status() == null ? "" : String.valueOf(job.status().phase());
      case Agent agent -> agent.status() == null ? "" : String.valueOf(agent.status().phase());
      case Namespace namespace ->
          namespace.status() == null ? "" : String.valueOf(namespace.status().phase());
      case Assignment assignment -> assignment.desired();
      default -> value.toString();
    };
  }

  private static String task(@Nullable TaskStatus status) {
    return status == null ? "" : status.phase().label() + "#" + status.attempt();
  }
}
