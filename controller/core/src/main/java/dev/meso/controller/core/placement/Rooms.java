package dev.meso.controller.core.placement;

import dev.meso.api.kind.Taint;
import dev.meso.api.kind.TaskSelector;
import dev.meso.api.meta.LabelSelector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
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
  /**
   * Choices of tasks by label that are kept; the one that was asked for longest ago is forgotten.
   */
  public static final int CHOICES_MAX = 256;

  /** Shapes whose answers are remembered; the one that was asked for longest ago is forgotten. */
  public static final int SHAPES_MAX = 4096;

  private static final int[] NO_PORTS = {};

  private final Dimensions dimensions;
  private final NavigableMap<String, AgentRoom> byName = new TreeMap<>();
  private final Map<String, Peers> groups = new LinkedHashMap<>();
  private final Map<Shape, Known> known = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Choice, Chosen> chosen = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Integer, AgentRoom> byId = new TreeMap<>();
  private final Census census;
  private final List<Step> journal = new ArrayList<>();

  /** Groups of which something was taken or given back in this trial. */
  private final Set<String> tried = new LinkedHashSet<>();

  /** Agents with a taint that asks to be avoided. */
  private int disliked;

  /** Agents with reservations or times of maintenance. */
  private int special;

  private Instant now = Instant.EPOCH;
  private final Peers.Epoch epoch = new Peers.Epoch();

  private AgentRoom[] slots = {};
  private Levels[] levels = {};
  private Grid grid = new Grid(0, 0);
  private boolean stale;
  private boolean trial;
  private int nextId;

  /** What is remembered of a shape: its amounts, and the slots that suit and are large enough. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Known(long[] amounts, long[] matching, Map<String, List<String>> values) {}

  /** Tasks of a namespace that somebody wants to be near, or not. */
  private record Choice(String namespace, TaskSelector selector) {}

  /** Those tasks, counted, and the selector in the form that compares labels. */
  private record Chosen(LabelSelector selector, Peers peers) {}

  private record Step(AgentRoom room, Charge charge, int portCursor, boolean taken) {}

  /** Rooms in which tasks are chosen by label only among those that come later. */
  public Rooms() {
    this((_, _) -> {});
  }

  /**
   * Rooms.
   *
   * @param census tells what is charged already, outside any trial
   */
  public Rooms(Census census) {
    dimensions = new Dimensions();
    this.census = census;
  }

  /** Who is there. */
  public interface Census {
    /** Calls back with every charge of a namespace and its agent. */
    void each(String namespace, BiConsumer<AgentRoom, Charge> visitor);
  }

  private Rooms(Rooms from) {
    dimensions = new Dimensions(from.dimensions);
    census = from.census;
    from.byName.forEach((name, room) -> byName.put(name, new AgentRoom(room)));
    byName.values().forEach(room -> byId.put(room.id, room));
    disliked = from.disliked;
    special = from.special;
    now = from.now;
    from.groups.forEach((name, counts) -> groups.put(name, counts.copy(epoch)));
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

  /** Says what time it is: agents are closed while they are worked on. */
  public void at(Instant time) {
    now = time;
  }

  /** Counts anew what queues have on an agent, after its reservations changed. */
  public void recount(AgentRoom room, Iterable<Charge> charges) {
    room.recount(charges);
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
      byId.put(room.id, room);
      disliked += dislikes(facts);
      special += facts.special() ? 1 : 0;
      stale = true;
      epoch.next();
      return room;
    }
    if (!facts.equals(room.facts())) {
      disliked += dislikes(facts) - dislikes(room.facts());
      special += (facts.special() ? 1 : 0) - (room.facts().special() ? 1 : 0);
      room.facts(facts, capacity);
      epoch.next();
      changed(room);
    }
    return room;
  }

  /** Forgets an agent on which nothing is. */
  public void remove(String agent) {
    AgentRoom room = byName.remove(agent);
    if (room != null) {
      byId.remove(room.id);
      disliked -= dislikes(room.facts());
      special -= room.facts().special() ? 1 : 0;
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
    chosen(room, charge, 1);
    if (charge.group() != null) {
      groups.computeIfAbsent(charge.group(), _ -> new Peers(epoch)).add(room, 1);
    }
    if (!stale) {
      level(room);
    }
  }

  /** Takes what a volume takes of an agent for a queue, or gives it back. */
  public void keep(AgentRoom room, long[] amounts, String queue, boolean added) {
    room.keep(amounts, queue, added);
    if (!stale) {
      level(room);
    }
  }

  /** Takes a charge back. */
  public void giveBack(AgentRoom room, Charge charge) {
    room.charge(charge, false);
    chosen(room, charge, -1);
    Peers group = charge.group() == null ? null : groups.get(charge.group());
    if (group != null) {
      group.add(room, -1);
      if (group.total() == 0 && !trial) {
        groups.remove(charge.group()); // In a trial a query may still look at it.
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
    tried.forEach(
        group -> {
          Peers peers = groups.get(group);
          if (peers != null && peers.total() == 0) {
            groups.remove(group);
          }
        });
    tried.clear();
  }

  /**
   * Finds the best agent for a demand and charges it, as part of a trial.
   *
   * @param ticket where in the circle of agents a search of many begins; spreads the load of equals
   */
  public @Nullable Found place(Demand demand, Scoring scoring, long ticket) {
    Query query = query(demand);
    Scoring own = demand.scoring();
    AgentRoom best = Search.best(query, own == null ? scoring : own, slots, levels, grid, ticket);
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
    if (charge.group() != null) {
      tried.add(charge.group());
    }
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
            query.amounts(),
            numbers,
            demand.namespace(),
            demand.countedGroup(),
            demand.labels(),
            demand.queue(),
            demand.exclusive(),
            demand.exclusive().isEmpty() ? "" : demand.group());
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

  /** Whether an agent whose facts suit may take a demand if it has enough left of everything. */
  public boolean plain(Query query, AgentRoom room) {
    return !query.choosy() && !room.facts().special();
  }

  /**
   * Some agents that would suit a demand if nothing were taken of them.
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
        demand.labels(),
        demand.queue());
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
    Peers group = demand.countedGroup() == null ? null : groups.get(demand.group());
    boolean plain = demand.company().anywhere() && disliked == 0;
    Asker asker = plain ? null : asker(demand, group);
    return new Query(
        demand,
        shape.amounts(),
        shape.matching(),
        group,
        asker == null ? List.of() : asker.conditions(),
        asker == null ? List.of() : asker.likings(),
        special > 0,
        now);
  }

  private Asker asker(Demand demand, @Nullable Peers group) {
    return new Asker(demand, group == null ? new Peers(epoch) : group, new Asked());
  }

  /** Counts a charge among the tasks that were chosen by label. */
  private void chosen(AgentRoom room, Charge charge, int change) {
    if (chosen.isEmpty()) {
      return;
    }
    chosen.forEach(
        (choice, counted) -> {
          if (choice.namespace().equals(charge.namespace())
              && counted.selector().matches(charge.labels())) {
            counted.peers().add(room, change);
          }
        });
  }

  private Peers choose(String namespace, TaskSelector selector) {
    Choice choice = new Choice(namespace, selector);
    Chosen before = chosen.get(choice);
    if (before != null) {
      return before.peers();
    }
    LabelSelector compiled = selector.compiled();
    Peers peers = new Peers(epoch);
    census.each(
        namespace,
        (room, charge) -> {
          if (compiled.matches(charge.labels())) {
            peers.add(room, 1);
          }
        });
    for (Step step : journal) {
      Charge charge = step.charge();
      if (charge.namespace().equals(namespace) && compiled.matches(charge.labels())) {
        peers.add(step.room(), step.taken() ? 1 : -1);
      }
    }
    chosen.put(choice, new Chosen(compiled, peers));
    if (chosen.size() > CHOICES_MAX) {
      chosen.remove(chosen.keySet().iterator().next());
    }
    return peers;
  }

  private final class Asked implements Asker.Facts {
    @Override
    public Peers chosen(String namespace, TaskSelector selector) {
      return choose(namespace, selector);
    }

    @Override
    public Map<String, Integer> by(Peers peers, String attribute) {
      return peers.by(attribute, byId::get);
    }

    @Override
    public List<String> values(Shape shape, String attribute) {
      return known(shape).values().computeIfAbsent(attribute, _ -> valuesOf(shape, attribute));
    }

    @Override
    public boolean anyDisliked() {
      return disliked > 0;
    }
  }

  private List<String> valuesOf(Shape shape, String attribute) {
    TreeSet<String> values = new TreeSet<>();
    for (AgentRoom room : slots) {
      String value = Peers.value(room, attribute);
      if (value != null && Feasibility.byFacts(shape, room) == null) {
        values.add(value);
      }
    }
    return List.copyOf(values);
  }

  private Known known(Shape shape) {
    Known before = known.get(shape);
    if (before != null) {
      return before;
    }
    long[] amounts = dimensions.vector(shape.resources());
    long[] bits = new long[(slots.length + 63) >>> 6];
    for (AgentRoom room : slots) {
      if (room.offers(amounts) && Feasibility.byFacts(shape, room) == null) {
        bits[room.slot >>> 6] |= 1L << room.slot;
      }
    }
    Known found = new Known(amounts, bits, new TreeMap<>());
    known.put(shape, found);
    if (known.size() > SHAPES_MAX) {
      known.remove(known.keySet().iterator().next());
    }
    return found;
  }

  private static int dislikes(AgentFacts facts) {
    for (Taint taint : facts.taints()) {
      if (taint.effect().equals(Taint.PREFER_NO_SCHEDULE)) {
        return 1;
      }
    }
    return 0;
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
          remembered.values().clear();
          if (room.offers(remembered.amounts()) && Feasibility.byFacts(shape, room) == null) {
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
