package dev.meso.simulation.bugs;

import dev.meso.api.key.Key;
import dev.meso.api.record.Assignment;
import dev.meso.api.resource.Resources;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Rooms;
import dev.meso.simulation.world.Wiring;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import java.util.TreeMap;

/** What an attempt holds is free from the moment at which it is asked to stop. */
final class StoppingIsFree implements Wiring {
  private final boolean ports;
  // By key: what is asked to stop, by whichever controller.
  private final TreeMap<String, Assignment> stopping = new TreeMap<>();

  /**
   * One of two bugs.
   *
   * @param ports whether it is the ports that are free too early, or else the resources
   */
  StoppingIsFree(boolean ports) {
    this.ports = ports;
  }

  @Override
  public Store controllerStore(Store real) {
    return Detour.writing(
        real,
        txn -> {
          for (Txn.Write write : txn.writes()) {
            if (write instanceof Txn.Write.Delete(String key)) {
              stopping.remove(key);
            } else if (Keys.stops(write)) {
              Keys.assignment(write).ifPresent(asked -> stopping.put(write.key(), asked));
            }
          }
          return txn;
        });
  }

  @Override
  public Decider decider() {
    return new Decider(Decider.LOST_AFTER, PlacingBugs.seeing(this::tamper));
  }

  private void tamper(Rooms rooms) {
    for (var entry : stopping.entrySet()) {
      if (Keys.SPACE.parse(entry.getKey()) instanceof Key.Assignment(String agent, var _)) {
        AgentRoom room = rooms.room(agent);
        if (room != null && ports) {
          int[] freed =
              entry.getValue().ports().values().stream()
                  .mapToInt(Integer::intValue)
                  .filter(room::taken)
                  .toArray();
          PlacingBugs.free(rooms, room, new long[0], freed);
        } else if (room != null) {
          Resources freed = Resources.of(entry.getValue().resources());
          PlacingBugs.free(rooms, room, rooms.dimensions().vector(freed));
        }
      }
    }
  }
}
