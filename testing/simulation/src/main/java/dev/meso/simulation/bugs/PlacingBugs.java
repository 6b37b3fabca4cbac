package dev.meso.simulation.bugs;

import dev.meso.controller.core.Decider;
import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.placement.Found;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Rooms;
import dev.meso.controller.core.placement.Scoring;
import dev.meso.simulation.world.Wiring;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Placers that count wrongly. */
final class PlacingBugs {
  private static final Placer REAL = Placer.by(Scoring.SPREAD);

  private PlacingBugs() {}

  /** What became free of an agent since the last look is taken off its use once more. */
  static Wiring releasedTwice() {
    return placing(
        () -> {
          Map<String, long[]> used = new TreeMap<>();
          Map<String, long[]> released = new TreeMap<>();
          return rooms -> {
            for (AgentRoom room : rooms.all()) {
              long[] now = used(room);
              long[] before = used.put(room.agent(), now);
              long[] extra = released.computeIfAbsent(room.agent(), _ -> new long[now.length]);
              for (int i = 0; before != null && i < now.length; i++) {
                extra[i] += before[0] > now[0] ? before[i] - now[i] : 0;
              }
              free(rooms, room, extra);
            }
          };
        });
  }

  /** Every task gets the first ports of the agent. */
  static Wiring portsGivenTwice() {
    return placing(
        () ->
            rooms -> {
              for (AgentRoom room : rooms.all()) {
                int[] taken = IntStream.range(1, 65_536).filter(room::taken).toArray();
                free(rooms, room, new long[0], taken);
              }
            });
  }

  /** A placement does not count for those that follow in the same decision. */
  static Wiring roundForgotten() {
    return with(
        () ->
            (rooms, demand, ticket) -> {
              int mark = rooms.mark();
              Found found = REAL.place(rooms, demand, ticket);
              rooms.rollback(mark);
              return found;
            });
  }

  /** A decider whose placer sees rooms that were tampered with. */
  static Wiring placing(Supplier<Consumer<Rooms>> tampering) {
    return with(() -> seeing(tampering.get()));
  }

  /** A placer that sees rooms that were tampered with. */
  static Placer seeing(Consumer<Rooms> tampering) {
    return (rooms, demand, ticket) -> {
      Rooms wrong = rooms.copy();
      tampering.accept(wrong);
      wrong.begin();
      Found found = REAL.place(wrong, demand, ticket);
      AgentRoom room = found == null ? null : rooms.room(found.agent());
      if (found == null || room == null) {
        return null;
      }
      rooms.takeInTrial(room, found.charge());
      return new Found(room, found.charge(), found.ports());
    };
  }

  /** Makes room that is not there. */
  static void free(Rooms rooms, AgentRoom room, long[] amounts, int... ports) {
    rooms.giveBack(room, new Charge(amounts, ports, "", "bug", Collections.emptySortedMap(), ""));
  }

  private static long[] used(AgentRoom room) {
    return IntStream.range(0, 4).mapToLong(room::used).toArray();
  }

  private static Wiring with(Supplier<Placer> placer) {
    return new Wiring() {
      @Override
      public Decider decider() {
        return new Decider(Decider.LOST_AFTER, placer.get());
      }
    };
  }
}
