package dev.meso.benchmarks.trace;

import dev.meso.api.record.AttemptId;
import dev.meso.controller.core.allocation.Allocator;
import dev.meso.controller.core.allocation.Backfill;
import dev.meso.controller.core.allocation.Eviction;
import dev.meso.controller.core.allocation.Preemption;
import dev.meso.controller.core.allocation.QueueTree;
import dev.meso.controller.core.allocation.Refusal;
import dev.meso.controller.core.allocation.Tenants;
import dev.meso.controller.core.allocation.Victim;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.placement.Found;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Rooms;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A fleet on which tasks come and go: the account book and what runs. What the allocator decides is
 * booked at once; who is ended to make room ends at once, and loses what it did.
 */
final class Site implements Tenants {
  final Rooms rooms;
  final QueueTree queues;
  private final Placer placer;
  private final Map<AttemptId, Stay> running = new LinkedHashMap<>();
  private final Map<String, TreeMap<AttemptId, Stay>> byAgent = new TreeMap<>();

  /** Chosen in the decision that is being made, to be ended with it. */
  private final Map<String, TreeMap<AttemptId, Charge>> chosen = new TreeMap<>();

  Site(Rooms rooms, QueueTree queues, Placer placer) {
    this.rooms = rooms;
    this.queues = queues;
    this.placer = placer;
  }

  /**
   * What a decision did.
   *
   * @param placed those that found room
   * @param cleared those for which others were ended
   * @param ended these others; they wait again
   */
  record Decision(List<Stay> placed, List<Stay> cleared, List<Stay> ended) {}

  private record Clearing(Stay stay, Eviction eviction) {}

  /** Decides about all that wait, at a time. */
  Decision decide(List<Stay> waiting, long now) {
    Map<ObjectRef, Stay> stays = new LinkedHashMap<>();
    List<Ask> asks = new ArrayList<>();
    for (Stay stay : waiting) {
      stays.put(stay.ask.origin(), stay);
      asks.add(stay.ask);
    }
    Map<Stay, Found> won = new LinkedHashMap<>();
    List<Clearing> clearings = new ArrayList<>();
    rooms.begin();
    int mark = queues.mark();
    Instant time = Instant.ofEpochMilli(now);
    new Allocator(
            rooms,
            queues,
            placer,
            new Preemption(rooms, queues, this, time),
            new Backfill(rooms, queues, placer, List::of, time),
            this,
            now,
            new Allocator.Outcome() {
              @Override
              public void placed(Ask ask, Found found) {
                won.put(of(stays, ask), found);
              }

              @Override
              public void clearing(Ask ask, Eviction eviction) {
                clearings.add(new Clearing(of(stays, ask), eviction));
              }

              @Override
              public void refused(Ask ask, int tasks, Refusal why) {
                // It waits on.
              }

              @Override
              public boolean full() {
                return false;
              }

              @Override
              public void postponed(Ask ask) {
                throw new IllegalStateException("nothing is ever full");
              }
            })
        .run(asks, List.of());
    queues.rollback(mark);
    rooms.end();
    chosen.clear();
    won.forEach((stay, found) -> begin(stay, found, now, false));
    List<Stay> ended = new ArrayList<>();
    for (Clearing clearing : clearings) {
      ended.addAll(clear(clearing, now));
    }
    return new Decision(
        List.copyOf(won.keySet()), clearings.stream().map(Clearing::stay).toList(), ended);
  }

  private static Stay of(Map<ObjectRef, Stay> stays, Ask ask) {
    Stay stay = stays.get(ask.origin());
    if (stay == null) {
      throw new IllegalStateException(ask.origin() + ": expected one that waits, found none");
    }
    return stay;
  }

  private List<Stay> clear(Clearing clearing, long now) {
    List<Stay> ended = new ArrayList<>();
    for (Victim victim : clearing.eviction().victims()) {
      Stay gone = running.get(victim.attempt());
      if (gone == null) {
        throw new IllegalStateException(victim.attempt() + ": expected it to run");
      }
      end(gone);
      ended.add(gone);
    }
    Charge charge = rooms.charge(clearing.stay().ask.demand());
    begin(
        clearing.stay(),
        new Found(clearing.eviction().room(), charge, Collections.emptySortedMap()),
        now,
        true);
    return ended;
  }

  private void begin(Stay stay, Found found, long now, boolean othersEnded) {
    rooms.take(found.room(), found.charge());
    queues.charge(queues.leaf(stay.ask.queue()), found.charge().amounts(), 1);
    stay.begin(found, now, othersEnded);
    running.put(stay.attempt(), stay);
    byAgent.computeIfAbsent(found.agent(), _ -> new TreeMap<>()).put(stay.attempt(), stay);
  }

  /** Ends a task that runs. */
  void end(Stay stay) {
    Found found = stay.found;
    if (found == null || running.remove(stay.attempt()) == null) {
      throw new IllegalStateException(stay.attempt() + ": expected it to run");
    }
    byAgent.getOrDefault(found.agent(), new TreeMap<>()).remove(stay.attempt());
    rooms.giveBack(found.room(), found.charge());
    queues.charge(queues.leaf(stay.ask.queue()), QueueTree.negative(found.charge().amounts()), -1);
    stay.found = null;
  }

  int running() {
    return running.size();
  }

  @Override
  public List<Victim> evictable(String agent) {
    TreeMap<AttemptId, Charge> gone = chosen.getOrDefault(agent, new TreeMap<>());
    List<Victim> victims = new ArrayList<>();
    byAgent
        .getOrDefault(agent, new TreeMap<>())
        .forEach(
            (attempt, stay) -> {
              Found found = stay.found;
              if (found != null && !gone.containsKey(attempt)) {
                Instant since = Instant.ofEpochMilli(stay.began);
                victims.add(
                    new Victim(
                        attempt, stay.ask.queue(), stay.ask.priority(), since, found.charge()));
              }
            });
    victims.sort(null);
    return victims;
  }

  @Override
  public List<Charge> leaving(String agent) {
    return List.copyOf(chosen.getOrDefault(agent, new TreeMap<>()).values());
  }

  @Override
  public boolean expendable(String agent, Victim victim, List<Victim> besides) {
    return true;
  }

  @Override
  public void chosen(String agent, Victim victim) {
    chosen.computeIfAbsent(agent, _ -> new TreeMap<>()).put(victim.attempt(), victim.charge());
  }

  @Override
  public void spared(String agent, Victim victim) {
    chosen.getOrDefault(agent, new TreeMap<>()).remove(victim.attempt());
  }
}
