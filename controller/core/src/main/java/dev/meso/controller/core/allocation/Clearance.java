package dev.meso.controller.core.allocation;

import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.placement.Dimensions;
import dev.meso.controller.core.placement.Query;
import dev.meso.controller.core.placement.Rooms;

/** An agent on which attempts end and are spared by way of trial, until a task fits. */
sealed interface Clearance {
  /** Whether the task fits now. */
  boolean fits();

  /** An attempt ends. */
  void ends(Victim victim);

  /** One that was to end stays. */
  void stays(Victim victim);

  /**
   * Counts amounts, and nothing else: without these a task never fits, and where nothing but
   * amounts matters it fits with them.
   */
  final class Amounts implements Clearance {
    private final long[] lacking;

    /** How many columns lack something. */
    private int columns;

    /**
     * An agent as it is.
     *
     * @param wanted what the task takes of it, by column
     */
    Amounts(AgentRoom room, long[] wanted) {
      lacking = new long[wanted.length];
      for (int column = 0; column < wanted.length; column++) {
        // Of what it does not want it never lacks anything.
        lacking[column] =
            wanted[column] > 0 ? wanted[column] - room.free(column) : Long.MIN_VALUE / 2;
        columns += lacking[column] > 0 ? 1 : 0;
      }
    }

    @Override
    public boolean fits() {
      return columns == 0;
    }

    @Override
    public void ends(Victim victim) {
      goes(victim.charge());
    }

    @Override
    public void stays(Victim victim) {
      change(victim.charge(), 1);
    }

    /** A charge is taken away. */
    void goes(Charge charge) {
      change(charge, -1);
    }

    private void change(Charge charge, int sign) {
      for (int column = 0; column < lacking.length; column++) {
        boolean before = lacking[column] > 0;
        lacking[column] += sign * Dimensions.at(charge.amounts(), column);
        boolean after = lacking[column] > 0;
        columns += before == after ? 0 : after ? 1 : -1;
      }
    }
  }

  /** Asks the predicate, on a trial of the rooms and the queues that the caller takes back. */
  final class Exact implements Clearance {
    private final Rooms rooms;
    private final QueueTree queues;
    private final Query query;
    private final AgentRoom room;

    Exact(Rooms rooms, QueueTree queues, Query query, AgentRoom room) {
      this.rooms = rooms;
      this.queues = queues;
      this.query = query;
      this.room = room;
    }

    @Override
    public boolean fits() {
      return rooms.refusal(query, room) == null;
    }

    @Override
    public void ends(Victim victim) {
      rooms.giveBackInTrial(room, victim.charge());
      queues.charge(queues.leaf(victim.queue()), QueueTree.negative(victim.charge().amounts()), -1);
    }

    @Override
    public void stays(Victim victim) {
      rooms.takeInTrial(room, victim.charge());
      queues.charge(queues.leaf(victim.queue()), victim.charge().amounts(), 1);
    }
  }
}
