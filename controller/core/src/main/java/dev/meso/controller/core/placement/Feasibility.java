package dev.meso.controller.core.placement;

import dev.meso.api.kind.MaintenanceWindow;
import dev.meso.api.placement.AttributeMatch;
import dev.meso.api.placement.Taints;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one chain of conditions that decides whether an agent may take a task; placement, offers, the
 * guard at commit and explanations all ask it. Predicates are asked in the order of {@link
 * Predicate}; the first refusal is the answer.
 *
 * <p>The chain has two halves: what follows from the agent's facts ({@link #byFacts}), which is
 * asked once for a shape and remembered, and what follows from what is taken ({@link #byUse}).
 */
final class Feasibility {
  private final Dimensions dimensions;

  Feasibility(Dimensions dimensions) {
    this.dimensions = dimensions;
  }

  /** Which predicate refuses; absent when the agent may take the task. */
  static @Nullable Predicate refusal(Query query, AgentRoom room) {
    Predicate refused = byFacts(query.shape(), room);
    return refused != null ? refused : byUse(query, room);
  }

  /** The half that follows from the agent's facts. */
  static @Nullable Predicate byFacts(Shape shape, AgentRoom room) {
    AgentFacts facts = room.facts();
    if (facts.notReady() != null) {
      return Predicate.READY;
    }
    if (room.unaccounted() != null) {
      return Predicate.ACCOUNTED;
    }
    if (!facts.schedulable()) {
      return Predicate.SCHEDULABLE;
    }
    if (!facts.taints().isEmpty()
        && Taints.forbidding(facts.taints(), shape.tolerations()).isPresent()) {
      return Predicate.TAINT;
    }
    List<AttributeMatch> wanted = shape.wanted();
    for (int i = 0; i < wanted.size(); i++) {
      if (!wanted.get(i).holds(facts.attributes())) {
        return i < shape.selectors() ? Predicate.SELECTOR : Predicate.CONSTRAINT;
      }
    }
    return shape.strangerTo(facts.agent()) == null ? null : Predicate.VOLUME;
  }

  /** The half that follows from what is taken. */
  static @Nullable Predicate byUse(Query query, AgentRoom room) {
    Predicate lacking = lacking(query, room);
    if (lacking != null) {
      return lacking;
    }
    AgentFacts facts = room.facts();
    if (facts.special()) {
      if (reserved(query, room) >= 0) {
        return Predicate.RESERVED;
      }
      if (query.collision(room) != null) {
        return Predicate.MAINTENANCE;
      }
    }
    Shape shape = query.shape();
    for (int port : shape.staticPorts().values()) {
      if (room.taken(port)) {
        return Predicate.STATIC_PORT;
      }
    }
    if (query.held(room) != null) {
      return Predicate.VOLUME_HELD;
    }
    int ports = shape.dynamicPorts().size();
    if (ports > 0 && Ports.available(shape, room) < ports) {
      return Predicate.DYNAMIC_PORTS;
    }
    return query.unwelcome(room) == null ? null : Predicate.COMPANY;
  }

  /** The first amount of which an agent has too little left; null when it has enough of all. */
  static @Nullable Predicate lacking(Query query, AgentRoom room) {
    long[] amounts = query.amounts();
    for (int column = 0; column < amounts.length; column++) {
      if (amounts[column] > 0 && amounts[column] > room.free(column)) {
        return lacking(column);
      }
    }
    return null;
  }

  /** A column of which too little is left besides what is kept for other queues; or -1. */
  static int reserved(Query query, AgentRoom room) {
    long[] amounts = query.amounts();
    for (int column = 0; column < amounts.length; column++) {
      if (amounts[column] > 0
          && amounts[column] > room.free(column) - room.keptFrom(query.demand().queue(), column)) {
        return column;
      }
    }
    return -1;
  }

  private static Predicate lacking(int column) {
    return switch (column) {
      case Dimensions.CPU -> Predicate.CPU;
      case Dimensions.MEMORY -> Predicate.MEMORY;
      case Dimensions.DISK -> Predicate.DISK;
      case Dimensions.GPU -> Predicate.GPU;
      default -> Predicate.SCALAR;
    };
  }

  /** How much of what was asked for is missing, in thousandths, from 1 to {@link Veto#ALL}. */
  static long missing(Predicate predicate, Query query, AgentRoom room) {
    return switch (predicate) {
      case CPU, MEMORY, DISK, GPU, SCALAR -> {
        int column = scarcest(query, room);
        yield permille(lack(query, room, column), query.amounts()[column]);
      }
      case DYNAMIC_PORTS -> {
        int wanted = query.shape().dynamicPorts().size();
        yield permille(wanted - Ports.available(query.shape(), room), wanted);
      }
      case READY,
          ACCOUNTED,
          SCHEDULABLE,
          TAINT,
          SELECTOR,
          CONSTRAINT,
          VOLUME,
          VOLUME_HELD,
          RESERVED,
          MAINTENANCE,
          STATIC_PORT,
          COMPANY ->
          Veto.ALL;
    };
  }

  /** A refusal in words. */
  Veto veto(Predicate predicate, Query query, AgentRoom room) {
    return new Veto(
        predicate, room.agent(), words(predicate, query, room), missing(predicate, query, room));
  }

  private String words(Predicate predicate, Query query, AgentRoom room) {
    return switch (predicate) {
      case READY -> "is " + room.facts().notReady();
      case ACCOUNTED -> String.valueOf(room.unaccounted());
      case SCHEDULABLE -> "is marked unschedulable";
      case TAINT ->
          Taints.veto(room.facts().taints(), query.shape().tolerations()).orElse("is tainted");
      case SELECTOR, CONSTRAINT -> attribute(query.shape(), room);
      case COMPANY -> {
        Condition.Why why = query.unwelcome(room);
        yield why == null ? "suits" : why.words();
      }
      case CPU, MEMORY, DISK, GPU, SCALAR -> amounts(query, room);
      case RESERVED -> kept(query, room);
      case MAINTENANCE -> {
        MaintenanceWindow window = query.collision(room);
        yield window == null
            ? "is open"
            : "is worked on from " + window.start() + " to " + window.end();
      }
      case VOLUME -> {
        String volume = query.shape().strangerTo(room.agent());
        yield "does not have volume "
            + volume
            + ", which is on agent "
            + query.shape().homes().get(volume);
      }
      case VOLUME_HELD -> {
        VolumeUse held = query.held(room);
        yield held == null
            ? "has its volumes free"
            : "has volume " + held.name() + " in use by " + room.holder(held.uid()) + " alone";
      }
      case STATIC_PORT -> staticPort(query.shape(), room);
      case DYNAMIC_PORTS ->
          "has "
              + Ports.available(query.shape(), room)
              + " free dynamic ports, "
              + query.shape().dynamicPorts().size()
              + " are wanted";
    };
  }

  private String kept(Query query, AgentRoom room) {
    int column = Math.max(0, reserved(query, room));
    return "keeps "
        + dimensions.text(column, room.keptFrom(query.demand().queue(), column))
        + " of its free "
        + dimensions.text(column, Math.max(0, room.free(column)))
        + " "
        + dimensions.name(column)
        + " for other queues";
  }

  private static String attribute(Shape shape, AgentRoom room) {
    for (AttributeMatch wanted : shape.wanted()) {
      Optional<String> veto = wanted.veto(room.facts().attributes());
      if (veto.isPresent()) {
        return veto.get();
      }
    }
    return "matches";
  }

  private static String staticPort(Shape shape, AgentRoom room) {
    for (Map.Entry<String, Integer> port : shape.staticPorts().entrySet()) {
      if (room.taken(port.getValue())) {
        return "has port " + port.getValue() + " (" + port.getKey() + ") taken";
      }
    }
    return "has its ports free";
  }

  /** The column that lacks most is the one that is worth naming. */
  private static int scarcest(Query query, AgentRoom room) {
    int worst = 0;
    long most = 0;
    for (int column = 0; column < query.amounts().length; column++) {
      long wanted = query.amounts()[column];
      long lack = lack(query, room, column);
      long permille = lack <= 0 ? 0 : permille(lack, wanted);
      if (permille > most) {
        worst = column;
        most = permille;
      }
    }
    return worst;
  }

  private static long lack(Query query, AgentRoom room, int column) {
    return query.amounts()[column] - Math.max(0, room.free(column));
  }

  private String amounts(Query query, AgentRoom room) {
    int column = scarcest(query, room);
    return "lacks "
        + dimensions.text(column, lack(query, room, column))
        + " of "
        + dimensions.text(column, query.amounts()[column])
        + " "
        + dimensions.name(column)
        + " ("
        + dimensions.text(column, Math.max(0, room.free(column)))
        + " free of "
        + dimensions.text(column, room.capacity(column))
        + ")";
  }

  private static long permille(long part, long whole) {
    return Math.max(1, Math.min(Veto.ALL, (long) ((double) part / whole * Veto.ALL)));
  }
}
