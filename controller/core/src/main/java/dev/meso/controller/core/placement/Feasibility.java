package dev.meso.controller.core.placement;

import dev.meso.api.resource.Quantity;
import dev.meso.api.resource.Resources;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one chain of conditions that decides whether an agent may take a task; placement, offers, the
 * guard at commit and explanations all ask it. Predicates are asked in the order of {@link
 * Predicate}; the first refusal is the answer.
 */
public final class Feasibility {
  private Feasibility() {}

  /** Why the agent may not take the task; empty when it may. */
  public static Optional<Veto> check(Demand demand, AgentRoom room) {
    Veto veto = eligible(room);
    if (veto == null) {
      veto = matching(demand, room);
    }
    if (veto == null) {
      veto = amounts(demand.resources(), room);
    }
    if (veto == null) {
      veto = ports(demand, room);
    }
    return Optional.ofNullable(veto);
  }

  private static @Nullable Veto eligible(AgentRoom room) {
    String unaccounted = room.use().unaccounted();
    if (room.notReady() != null) {
      return all(Predicate.READY, room, "is " + room.notReady());
    }
    if (unaccounted != null) {
      return all(Predicate.ACCOUNTED, room, unaccounted);
    }
    return room.schedulable() ? null : all(Predicate.SCHEDULABLE, room, "is marked unschedulable");
  }

  private static @Nullable Veto matching(Demand demand, AgentRoom room) {
    for (Map.Entry<String, String> wanted : demand.nodeSelector().entrySet()) {
      String found = room.attributes().get(wanted.getKey());
      if (!wanted.getValue().equals(found)) {
        String has = found == null ? "does not have it" : "has " + found;
        return all(
            Predicate.SELECTOR,
            room,
            has + " where " + wanted.getKey() + "=" + wanted.getValue() + " is wanted");
      }
    }
    return null;
  }

  private static @Nullable Veto amounts(Resources wanted, AgentRoom room) {
    if (wanted.fitsIn(room.free())) {
      return null;
    }
    Resources free = room.free();
    Resources capacity = room.capacity();
    // The dimension that lacks most is the one that is worth naming.
    Veto worst =
        worse(
            null,
            lack(
                Predicate.CPU,
                room,
                "cpu",
                wanted.cpuMillis(),
                free.cpuMillis(),
                capacity.cpuMillis()));
    worst =
        worse(
            worst,
            lack(
                Predicate.MEMORY,
                room,
                "memory",
                wanted.memoryBytes(),
                free.memoryBytes(),
                capacity.memoryBytes()));
    worst =
        worse(
            worst,
            lack(
                Predicate.DISK,
                room,
                "disk",
                wanted.diskBytes(),
                free.diskBytes(),
                capacity.diskBytes()));
    worst =
        worse(worst, lack(Predicate.GPU, room, "gpu", wanted.gpus(), free.gpus(), capacity.gpus()));
    for (Map.Entry<String, Long> scalar : wanted.scalars().entrySet()) {
      long has = free.scalars().getOrDefault(scalar.getKey(), 0L);
      long offers = capacity.scalars().getOrDefault(scalar.getKey(), 0L);
      worst =
          worse(
              worst, lack(Predicate.SCALAR, room, scalar.getKey(), scalar.getValue(), has, offers));
    }
    return worst;
  }

  private static @Nullable Veto lack(
      Predicate predicate, AgentRoom room, String what, long wanted, long free, long offers) {
    if (wanted <= free) {
      return null;
    }
    long missing = wanted - Math.max(0, free);
    String detail =
        "lacks "
            + amount(predicate, missing)
            + " of "
            + amount(predicate, wanted)
            + " "
            + what
            + " ("
            + amount(predicate, Math.max(0, free))
            + " free of "
            + amount(predicate, offers)
            + ")";
    return new Veto(predicate, room.agent(), detail, permille(missing, wanted));
  }

  private static @Nullable Veto worse(@Nullable Veto one, @Nullable Veto other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.missingPermille() > one.missingPermille() ? other : one;
  }

  private static @Nullable Veto ports(Demand demand, AgentRoom room) {
    for (Map.Entry<String, Integer> port : demand.staticPorts().entrySet()) {
      if (room.use().ports().contains(port.getValue())) {
        return all(
            Predicate.STATIC_PORT,
            room,
            "has port " + port.getValue() + " (" + port.getKey() + ") taken");
      }
    }
    int wanted = demand.dynamicPorts().size();
    int found = Ports.free(demand, room, wanted).size();
    if (found < wanted) {
      return new Veto(
          Predicate.DYNAMIC_PORTS,
          room.agent(),
          "has " + found + " free dynamic ports, " + wanted + " are wanted",
          permille(wanted - found, wanted));
    }
    return null;
  }

  private static Veto all(Predicate predicate, AgentRoom room, String detail) {
    return new Veto(predicate, room.agent(), detail, Veto.ALL);
  }

  private static long permille(long part, long whole) {
    return Math.max(1, Math.min(Veto.ALL, (long) ((double) part / whole * Veto.ALL)));
  }

  private static String amount(Predicate predicate, long value) {
    return switch (predicate) {
      case CPU, SCALAR -> Quantity.ofMillis(value).toString();
      case MEMORY, DISK -> Quantity.ofBytes(value).toString();
      default -> Long.toString(value);
    };
  }
}
