package dev.meso.controller.core.state;

import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.resource.Resources;
import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Rooms;

/**
 * The account book: what every assignment takes of its agent. It follows the cells: a cell is
 * charged with what it holds, or with what it will hold when our write has landed, and with nothing
 * once the store is known to have deleted it. So it is derived from the records, one at a time.
 */
final class Account {
  final Rooms rooms = new Rooms();

  /** An agent's facts may have changed. */
  void facts(AgentRow row) {
    rooms.put(row.facts());
  }

  /** An assignment's cell changed. */
  void assignment(AgentRow row, AttemptId attempt, Cell cell) {
    AgentRoom room = room(row);
    Charge before = cell.charge();
    Charge now = cell.charged() instanceof Assignment assignment ? charge(assignment) : null;
    if (before != null) {
      rooms.giveBack(room, before);
    }
    if (now != null) {
      rooms.take(room, now);
    }
    cell.charge(now);
    known(row, attempt);
  }

  /** Whether the use of an attempt is known may have changed. */
  void known(AgentRow row, AttemptId attempt) {
    row.account(attempt);
    rooms.unaccounted(
        room(row), row.unaccounted.isEmpty() ? null : row.unaccounted.firstEntry().getValue());
  }

  private AgentRoom room(AgentRow row) {
    AgentRoom room = rooms.room(row.name());
    return room == null ? rooms.put(row.facts()) : room;
  }

  private Charge charge(Assignment assignment) {
    int[] ports = assignment.ports().values().stream().mapToInt(Integer::intValue).toArray();
    return new Charge(
        rooms.dimensions().vector(Resources.of(assignment.resources())),
        ports,
        assignment.namespace(),
        Demand.group(assignment.namespace(), assignment.task(), assignment.owner()),
        assignment.labels());
  }
}
