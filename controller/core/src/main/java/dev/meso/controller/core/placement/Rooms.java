package dev.meso.controller.core.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All agents as placement sees them, with an index that finds those that may take a task without
 * asking all. What the rooms say depends on what was put in and is still there, never on the order
 * in which it was: slots are numbered by name.
 *
 * <p>A trial ({@link #begin}) takes back all that was taken since, when it is rolled back.
 *
 * <p>Not thread-safe: owned by the thread of its cluster state.
 */
public final class Rooms {
  /** Shapes whose answers are remembered; the one that was asked for longest ago is forgotten. */
  public static final int SHAPES_MAX = 4096;

  private static final int[] NO_PORTS = {};

  private final Dimensions dimensions;
  private final NavigableMap<String, AgentRoom> byName = new TreeMap<>();
  private final Map<String, Counts> groups = new LinkedHashMap<>();
  private final Map<Shape, Known> known = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Step> journal = new ArrayList<>();
  private AgentRoom[] slots = {};
  private Levels[] levels = {};
  private Grid grid = new Grid(0, 0);
  private boolean stale;
  private boolean trial;
  private int nextId;

  /** What is remembered of a shape: its amounts, and the slots whose facts suit. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Known(long[] amounts, long[] matching) {}

  private record Step(AgentRoom room, Charge charge, int portCursor, boolean taken) {}

  public Rooms() {
    dimensions = new Dimensions();
  }

  private Rooms(Rooms from) {
    dimensions = new Dimensions(from.dimensions);
    from.byName.forEach((name, room) -> byName.put(name, new AgentRoom(room)));
    from.groups.forEach((name, counts) -> groups.put(name, new Counts(counts)));
    nextId = from.nextId;
    stale = true;
  }

  /** An independent copy of how things stand; a trial is not part of it, what it took is. */
  public Rooms copy() {
    return new Rooms(this);
  }

  public Dimensions dimensions() {
    return dimensions;
  }

  /** Every agent, by name. */
  public Collection<AgentRoom> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /** An agent's room, if there is one. */
  public @Nullable AgentRoom room(String agent) {
    return byName.get(agent);
  }

  /** Says what an agent is; a new one is added. */
  public AgentRoom put(AgentFacts facts) {
    long[] capacity = dimensions.vector(facts.capacity());
    AgentRoom room = byName.get(facts.agent());
    if (room == null) {
      room = new AgentRoom(nextId++, facts, capacity);
      byName.put(facts.agent(), room);
      stale = true;
      return room;
    }
    if (!facts.equals(room.facts())) {
      room.facts(facts, capacity);
      changed(room);
    }
    return room;
  }

  /** Forgets an agent on which nothing is. */
  public void remove(String agent) {
    AgentRoom room = byName.remove(agent);
    if (room != null) {
      if (room.tasks() != 0) {
        throw new IllegalStateException(
            "Agent " + agent + ": expected nothing on it, found " + room.tasks() + " tasks");
      }
      stale = true;
    }
  }

  /** Says that something on an agent is not accounted for, or that all is. */
  public void unaccounted(AgentRoom room, @Nullable String what) {
    if (!Objects.equals(what, room.unaccounted())) {
      room.unaccounted(what);
      changed(room);
    }
  }

  /** Charges an agent. */
  public void take(AgentRoom room, Charge charge) {
    room.charge(charge, true);
    if (charge.group() != null) {
      groups.computeIfAbsent(charge.group(), _ -> new Counts()).add(room.id, 1);
    }
    if (!stale) {
      level(room);
    }
  }

  /** Takes a charge back. */
  public void giveBack(AgentRoom room, Charge charge) {
    room.charge(charge, false);
    Counts group = charge.group() == null ? null : groups.get(charge.group());
    if (group != null) {
      group.add(room.id, -1);
      if (group.total() == 0) {
        groups.remove(charge.group());
      }
    }
    if (!stale) {
      level(room);
    }
  }

  /** From where dynamic ports of an agent are searched. */
  public void portCursor(AgentRoom room, int port) {
    room.portCursor(port);
  }

  /** Takes over from where the agents of other rooms search dynamic ports. */
  public void portCursorsOf(Rooms other) {
    for (AgentRoom theirs : other.all()) {
      AgentRoom ours = byName.get(theirs.agent());
      if (ours != null) {
        ours.portCursor(theirs.portCursor());
      }
    }
  }

  /** Begins a trial. */
  public void begin() {
    if (trial) {
      throw new IllegalStateException("Rooms: expected no trial, found one");
    }
    trial = true;
  }

  /** A point in a trial to which it can be taken back. */
  public int mark() {
    return journal.size();
  }

  /** Takes back what was placed since a mark. */
  public void rollback(int mark) {
    while (journal.size() > mark) {
      Step step = journal.removeLast();
      if (step.taken()) {
        giveBack(step.room(), step.charge());
      } else {
        take(step.room(), step.charge());
      }
      step.room().portCursor(step.portCursor());
    }
  }

  /** Ends a trial, and takes all of it back. */
  public void end() {
    rollback(0);
    trial = false;
  }

  /**
   * Finds the best agent for a demand and charges it, as part of a trial.
   *
   * @param ticket where in the circle of agents a search of many begins; spreads the load of equals
   */
  public @Nullable Found place(Demand demand, Scoring scoring, long ticket) {
    Query query = query(demand);
    AgentRoom best = Search.best(query, scoring, slots, levels, grid, ticket);
    if (best == null) {
      return null;
    }
    Predicate refused = Feasibility.byUse(query, best);
    if (refused != null) {
      throw new IllegalStateException(
          "Agent " + best.agent() + ": the index offers it, the predicate says " + refused);
    }
    return seat(query, best);
  }

  /** Charges an agent that may take the demand, as part of a trial; null if it may not. */
  public @Nullable Found placeOn(Demand demand, AgentRoom room) {
    Query query = query(demand);
    return Feasibility.refusal(query, room) == null ? seat(query, room) : null;
  }

  /** Charges an agent as part of a trial, whether it has room or not. */
  public void takeInTrial(AgentRoom room, Charge charge) {
    journal(room, charge, true);
    take(room, charge);
  }

  /** Takes a charge back as part of a trial. */
  public void giveBackInTrial(AgentRoom room, Charge charge) {
    journal(room, charge, false);
    giveBack(room, charge);
  }

  private void journal(AgentRoom room, Charge charge, boolean taken) {
    if (!trial) {
      throw new IllegalStateException("Rooms: expected a trial to place in");
    }
    journal.add(new Step(room, charge, room.portCursor(), taken));
  }

  private static int[] numbers(SortedMap<String, Integer> ports) {
    return ports.values().stream().mapToInt(Integer::intValue).toArray();
  }

  private Found seat(Query query, AgentRoom room) {
    Demand demand = query.demand();
    SortedMap<String, Integer> ports = Ports.choose(demand.shape(), room);
    int[] numbers = ports.isEmpty() ? NO_PORTS : numbers(ports);
    Charge charge =
        new Charge(
            query.amounts(), numbers, demand.namespace(), demand.countedGroup(), demand.labels());
    takeInTrial(room, charge);
    for (String name : demand.shape().dynamicPorts()) {
      room.portCursor(ports.getOrDefault(name, room.portCursor() - 1) + 1);
    }
    return new Found(room, charge, ports);
  }

  /** What every agent says to a demand, counted; asks them all. */
  public Refusals refusals(Demand demand) {
    Query query = query(demand);
    Tally tally = new Tally(new Feasibility(dimensions));
    for (AgentRoom room : slots) {
      tally.ask(query, room);
    }
    return tally.refusals();
  }

  /** Which predicate refuses a demand on an agent; absent when the agent may take it. */
  public @Nullable Predicate refusal(Demand demand, AgentRoom room) {
    return refusal(query(demand), room);
  }

  /** The same for a demand that was made ready. */
  public @Nullable Predicate refusal(Query query, AgentRoom room) {
    return Feasibility.refusal(query, room);
  }

  /**
   * Some agents whose facts suit a demand, whatever is taken of them.
   *
   * @param ticket where in the circle of agents they begin
   * @param most how many at most
   */
  public List<AgentRoom> suiting(Query query, long ticket, int most) {
    return Search.suiting(query, slots, ticket, most);
  }

  /** What a demand would take of an agent besides ports. */
  public Charge charge(Demand demand) {
    return new Charge(
        dimensions.vector(demand.shape().resources()),
        NO_PORTS,
        demand.namespace(),
        demand.countedGroup(),
        demand.labels());
  }

  Grid grid() {
    return grid;
  }

  /** Makes a demand ready to be asked of many agents, until agents or facts change. */
  public Query query(Demand demand) {
    // A resource of which nobody has heard needs a column before anything is worked out.
    demand.shape().resources().scalars().keySet().forEach(dimensions::column);
    refresh();
    Known shape = known(demand.shape());
    return new Query(
        demand,
        shape.amounts(),
        shape.matching(),
        demand.apart() ? groups.get(demand.group()) : null);
  }

  private Known known(Shape shape) {
    Known before = known.get(shape);
    if (before != null) {
      return before;
    }
    long[] bits = new long[(slots.length + 63) >>> 6];
    for (AgentRoom room : slots) {
      if (Feasibility.byFacts(shape, room) == null) {
        bits[room.slot >>> 6] |= 1L << room.slot;
      }
    }
    Known found = new Known(dimensions.vector(shape.resources()), bits);
    known.put(shape, found);
    if (known.size() > SHAPES_MAX) {
      known.remove(known.keySet().iterator().next());
    }
    return found;
  }

  /** An agent's facts changed: what is remembered of it is worked out anew. */
  private void changed(AgentRoom room) {
    if (stale) {
      return;
    }
    long bit = 1L << room.slot;
    int word = room.slot >>> 6;
    known.forEach(
        (shape, remembered) -> {
          long[] bits = remembered.matching();
          if (Feasibility.byFacts(shape, room) == null) {
            bits[word] |= bit;
          } else {
            bits[word] &= ~bit;
          }
        });
    for (int column = 0; column < levels.length; column++) {
      if (room.capacity(column) > levels[column].largest()) {
        stale = true;
        return;
      }
    }
    grid.set(room);
    level(room);
  }

  private void level(AgentRoom room) {
    grid.setFree(room);
    for (int column = 0; column < levels.length; column++) {
      levels[column].set(room.slot, room.free(column));
    }
  }

  /** Numbers the agents and builds the index, after some came or went. */
  private void refresh() {
    if (!stale && levels.length == dimensions.size()) {
      return;
    }
    known.clear();
    slots = byName.values().toArray(AgentRoom[]::new);
    for (int i = 0; i < slots.length; i++) {
      slots[i].slot = i;
    }
    levels = new Levels[dimensions.size()];
    for (int column = 0; column < levels.length; column++) {
      long largest = 0;
      for (AgentRoom room : slots) {
        largest = Math.max(largest, room.capacity(column));
      }
      levels[column] = new Levels(slots.length, largest);
    }
    grid = new Grid(slots.length, dimensions.size());
    for (AgentRoom room : slots) {
      grid.set(room);
      level(room);
    }
    stale = false;
  }
}
