package dev.meso.controller.core.workload;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.Report;
import dev.meso.controller.core.agent.Liveness;
import dev.meso.controller.core.plan.UnitBuilder;
import dev.meso.controller.core.state.AgentRow;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.Place;
import dev.meso.controller.core.state.TaskRow;

/**
 * Ends assignments that are not the current attempt's: of earlier attempts whose agent was lost, of
 * a task that had the name before, or without any task. Always by protocol: stop, wait for the
 * report of the end, delete. An agent that never began one answers a stop with Killed, so the wait
 * has an end; only an agent that is gone is not waited for.
 */
final class Leftovers {
  private Leftovers() {}

  static void end(Pass pass, TaskRow row, UnitBuilder unit) {
    boolean hasCurrent = row.currentAssignment() != null;
    for (Cell cell : row.assignments()) {
      Place place = cell.place();
      if ((hasCurrent && place.equals(row.current()))
          || !(cell.effective() instanceof Assignment assignment)) {
        continue;
      }
      Report report = row.report(place);
      boolean over =
          report != null
              && report.phase().terminal()
              && report.taskUid().equals(assignment.taskUid());
      boolean gone = pass.fleet().liveness(place.agent()) == Liveness.GONE;
      if (over || gone) {
        unit.guard(Cell.unchanged(cell.key(), cell)).delete(cell.key());
        AgentRow agent = pass.view().agent(place.agent());
        if (gone && agent != null) {
          unit.guard(
              Cell.unchanged(new Key.Spec(Kind.AGENT, null, place.agent()), agent.specCell()));
        }
      } else if (!assignment.stopping()) {
        unit.guard(Cell.unchanged(cell.key(), cell));
        unit.put(cell.key(), assignment.toStop(null), Weight.of(assignment.spec()));
      }
    }
  }
}
