package dev.meso.controller.core.forecast;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.record.Alive;
import dev.meso.api.record.AttemptId;
import dev.meso.api.record.Registration;
import dev.meso.api.time.Now;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.explain.Explain;
import dev.meso.controller.core.state.AgentRow;
import dev.meso.controller.core.state.ClusterState;
import dev.meso.controller.core.state.Event;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.TaskRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries changes to a whole cluster on a copy of its state. The copy is first led to rest as it is,
 * so that the changes are not credited with what would happen anyway; then they happen, all at
 * once, and it is led to rest again. All agents do at once what they are told.
 *
 * <p>Time stands still, as in a {@link Forecaster}: nothing ends by itself, what backs off goes on
 * backing off, and a missing agent counts as missing, never as lost.
 *
 * <p>Immutable; each call works for itself, on any one thread.
 */
public final class WhatIf {

  /** Decisions of one call at most. */
  public static final int DECISIONS_MAX = 20_000;

  private static final String IMAGINED = "imagined";

  private final Decider decider;
  private final Explain explain;

  /** Tells what this decider would do, explained by that explanation. */
  public WhatIf(Decider decider, Explain explain) {
    this.decider = decider;
    this.explain = explain;
  }

  /**
   * What would come of these changes.
   *
   * @param state a copy that nobody else has; it is used up
   * @param enough asked after each decision; when it says so, it ends where it is
   * @throws IllegalArgumentException when a change is about an agent that is not there, or adds one
   *     that is; the caller names it to the user
   */
  public Consequences of(
      ClusterState state, List<Change> changes, Now now, BooleanSupplier enough) {
    Rehearsal rehearsal = new Rehearsal(decider, state, now, DECISIONS_MAX);
    Survey found = Survey.of(state);
    Preempted first = new Preempted();
    boolean settled = rehearsal.rest(() -> state.tasks().keySet(), first, enough);
    Survey before = Survey.of(state);
    Figures figures = before.figures(state);
    Preempted then = new Preempted();
    for (Change change : changes) {
      happen(rehearsal, state, change, now);
    }
    settled &= rehearsal.rest(() -> state.tasks().keySet(), then, enough);
    Survey after = Survey.of(state);
    Survey.Moves moves = after.since(before);
    return new Consequences(
        settled,
        rehearsal.decisions(),
        before.since(found).all(),
        figures,
        after.figures(state),
        moves.placed(),
        moves.moved(),
        moves.restarted(),
        moves.displaced(),
        moves.stopped(),
        then.tasks(),
        Waiters.of(state, explain, now),
        empty(state));
  }

  private static void happen(Rehearsal rehearsal, ClusterState state, Change change, Now now) {
    switch (change) {
      case Change.AddAgent(Registration registration, Agent spec) -> {
        String name = registration.agent();
        if (state.agents().containsKey(name)) {
          throw new IllegalArgumentException("Agent " + name + ": expected a new name, found it");
        }
        put(rehearsal, new Key.Registration(name), registration, 0);
        if (spec != null) {
          put(rehearsal, new Key.Spec(Kind.AGENT, null, name), spec, 0);
        }
        Alive alive = new Alive(name, registration.uid(), IMAGINED, IMAGINED, now.wall());
        put(rehearsal, new Key.Alive(name), alive, 0);
      }
      case Change.DrainAgent(String name) -> {
        AgentRow row = there(state, name);
        mark(rehearsal, row, false);
        for (AttemptId attempt : new ArrayList<>(row.assignments().keySet())) {
          TaskName task = new TaskName(attempt.namespace(), attempt.task());
          evict(rehearsal, Objects.requireNonNull(state.tasks().get(task)), attempt, now);
        }
      }
      case Change.RemoveAgent(String name) -> {
        AgentRow row = there(state, name);
        mark(rehearsal, row, true);
        rehearsal.happen(revision -> new Event.Removed(new Key.Alive(name), revision));
      }
      case Change.Write(Proposed proposed) -> {
        Key key =
            new Key.Spec(
                proposed.ref().kind(), proposed.ref().namespaceOrNull(), proposed.ref().name());
        put(rehearsal, key, proposed.object(), proposed.createRevision());
      }
    }
  }

  private static AgentRow there(ClusterState state, String name) {
    AgentRow row = state.agent(name);
    if (row == null) {
      throw new IllegalArgumentException(
          "Agent " + name + ": expected the name of an agent, found none of that name");
    }
    return row;
  }

  private static void mark(Rehearsal rehearsal, AgentRow row, boolean gone) {
    Agent spec = row.specAgent();
    ObjectMeta metadata =
        spec == null
            ? new ObjectMeta.Builder().name(row.name()).uid(uid(row)).build()
            : spec.metadata();
    Agent marked =
        Agent.of(
            metadata,
            gone ? row.agentSpec().withGone(true) : row.agentSpec().withUnschedulable(true),
            null);
    long created = row.specCell() == null ? 0 : row.specCell().createRevision();
    put(rehearsal, new Key.Spec(Kind.AGENT, null, row.name()), marked, created);
  }

  private static @Nullable String uid(AgentRow row) {
    Registration said = row.registration();
    return said == null ? null : said.uid();
  }

  /** A deletion: of an owned task by an intent, of another by its own spec. */
  private static void evict(Rehearsal rehearsal, TaskRow row, AttemptId attempt, Now now) {
    Task task = row.task();
    var place = row.current();
    if (task == null || place == null || place.attempt() != attempt.attempt()) {
      return; // A left-over of an earlier attempt ends without our doing.
    }
    Key key = new Key.Spec(Kind.TASK, row.name().namespace(), row.name().name());
    Task own = row.specTask();
    if (row.owner() != null) {
      ObjectMeta intent =
          new ObjectMeta.Builder()
              .name(row.name().name())
              .namespace(row.name().namespace())
              .uid(task.metadata().uid())
              .deletionTimestamp(now.wall())
              .build();
      put(rehearsal, key, Task.of(intent, null, null), 0);
    } else if (own != null && !own.metadata().deleting()) {
      ObjectMeta deleted = own.metadata().toBuilder().deletionTimestamp(now.wall()).build();
      long created = row.specCell() == null ? 0 : row.specCell().createRevision();
      put(rehearsal, key, own.withMetadata(deleted), created);
    }
  }

  private static void put(Rehearsal rehearsal, Key key, Object value, long created) {
    rehearsal.happen(
        revision -> new Event.Put(key, value, created == 0 ? revision : created, revision));
  }

  private static List<String> empty(ClusterState state) {
    return state.rooms().all().stream()
        .filter(room -> room.tasks() == 0)
        .map(room -> room.agent())
        .filter(
            name -> {
              AgentRow row = state.agent(name);
              return row != null && Figures.open(row);
            })
        .sorted()
        .limit(Consequences.AGENTS_MAX)
        .toList();
  }
}
