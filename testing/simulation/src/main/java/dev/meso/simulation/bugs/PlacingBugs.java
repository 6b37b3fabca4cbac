package dev.meso.simulation.bugs;

import dev.meso.api.resource.Resources;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.AgentUse;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.SpreadPlacer;
import dev.meso.simulation.world.Wiring;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Placers that count wrongly. */
final class PlacingBugs {
  private PlacingBugs() {}

  /** What became free of an agent since the last look is taken off its use once more. */
  static Wiring releasedTwice() {
    return placing(
        () -> {
          TreeMap<String, Resources> used = new TreeMap<>();
          TreeMap<String, Resources> released = new TreeMap<>();
          return rooms ->
              each(
                  rooms,
                  room -> {
                    Resources now = room.use().resources();
                    Resources before = used.put(room.agent(), now);
                    if (before != null && before.cpuMillis() > now.cpuMillis()) {
                      released.merge(room.agent(), before.minus(now), Resources::plus);
                    }
                    return with(
                        room,
                        now.minus(released.getOrDefault(room.agent(), Resources.NONE)),
                        room.use().ports());
                  });
        });
  }

  /** Every task gets the first ports of the agent. */
  static Wiring portsGivenTwice() {
    return placing(
        () -> rooms -> each(rooms, room -> with(room, room.use().resources(), new TreeSet<>())));
  }

  /** A placement does not count for those that follow in the same decision. */
  static Wiring roundForgotten() {
    return new Wiring() {
      @Override
      public Decider decider() {
        Placer real = new SpreadPlacer();
        return new Decider(Decider.LOST_AFTER, rooms -> demand -> real.start(rooms).place(demand));
      }
    };
  }

  private static Wiring placing(
      java.util.function.Supplier<UnaryOperator<SortedMap<String, AgentRoom>>> views) {
    return new Wiring() {
      @Override
      public Decider decider() {
        UnaryOperator<SortedMap<String, AgentRoom>> view = views.get();
        Placer real = new SpreadPlacer();
        return new Decider(Decider.LOST_AFTER, rooms -> real.start(view.apply(rooms)));
      }
    };
  }

  static SortedMap<String, AgentRoom> each(
      SortedMap<String, AgentRoom> rooms, UnaryOperator<AgentRoom> change) {
    TreeMap<String, AgentRoom> changed = new TreeMap<>();
    rooms.forEach((name, room) -> changed.put(name, change.apply(room)));
    return changed;
  }

  static AgentRoom with(AgentRoom room, Resources resources, java.util.SortedSet<Integer> ports) {
    return new AgentRoom(
        room.agent(),
        room.host(),
        room.notReady(),
        room.schedulable(),
        room.attributes(),
        room.capacity(),
        room.portRanges(),
        room.portCursor(),
        new AgentUse(resources, ports, room.use().groups(), room.use().unaccounted()));
  }
}
