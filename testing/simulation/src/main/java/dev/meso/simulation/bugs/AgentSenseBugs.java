package dev.meso.simulation.bugs;

import dev.meso.agent.driver.Running;
import dev.meso.agent.reconcile.ContainerAction;
import dev.meso.agent.reconcile.ReconcileMessage;
import dev.meso.agent.reconcile.ReconcileOutput;
import dev.meso.api.codec.Json;
import dev.meso.api.record.Assignment;
import dev.meso.simulation.world.Wiring;
import dev.meso.store.actor.Effect;
import dev.meso.store.actor.Result;
import dev.meso.store.actor.WatchSignal;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.TxnResult;
import dev.meso.store.port.WatchListener.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Agents that do not hear well. */
final class AgentSenseBugs {
  private AgentSenseBugs() {}

  /** After a restart the agent knows nothing of what it had started. */
  static Wiring recoveryForgotten() {
    return Around.reconcilerHears(
        () ->
            message ->
                Optional.of(
                    message instanceof ReconcileMessage.Begin
                        ? new ReconcileMessage.Begin(List.of())
                        : message));
  }

  /** After a restart the agent knows nothing of what it had reported. */
  static Wiring reportsForgotten() {
    return Around.reconcilerHears(
        () ->
            message ->
                Optional.of(
                    message instanceof ReconcileMessage.ReportsRead(long loading, var page)
                            && page instanceof Result.Ok<RangeResult>(RangeResult read)
                        ? new ReconcileMessage.ReportsRead(
                            loading,
                            new Result.Ok<>(
                                new RangeResult(
                                    List.of(), false, read.revision(), read.clusterId())))
                        : message));
  }

  /** A container counts as started as soon as the driver is asked for it. */
  static Wiring runningTooSoon() {
    return Around.reconciler(
        real ->
            (message, now) -> {
              List<Effect<ReconcileMessage, ReconcileOutput>> effects = new ArrayList<>();
              for (Effect<ReconcileMessage, ReconcileOutput> effect : real.on(message, now)) {
                effects.add(effect);
                if (effect instanceof Effect.Emit<?, ReconcileOutput>(ReconcileOutput output)
                    && output instanceof ReconcileOutput.Act(ContainerAction action)
                    && action instanceof ContainerAction.Start start) {
                  effects.addAll(
                      real.on(
                          new ReconcileMessage.Started(new Running(start.id(), 1, 1, now.wall())),
                          now));
                }
              }
              return effects;
            });
  }

  /** An agent that is asked to stop an attempt lets it run. */
  static Wiring stopIgnored() {
    return Around.reconcilerHears(
        () ->
            message ->
                Optional.of(
                    assignments(
                        message,
                        listed -> listed.stream().map(AgentSenseBugs::running).toList(),
                        change ->
                            Optional.of(
                                change instanceof Change.Put(Entry entry)
                                    ? new Change.Put(running(entry))
                                    : change))));
  }

  /** Members of a gang are started while they are held. */
  static Wiring heldStarted() {
    return Around.reconcilerHears(
        () ->
            message ->
                Optional.of(
                    assignments(
                        message,
                        listed -> listed.stream().map(AgentSenseBugs::released).toList(),
                        change ->
                            Optional.of(
                                change instanceof Change.Put(Entry entry)
                                    ? new Change.Put(released(entry))
                                    : change))));
  }

  private static Entry released(Entry entry) {
    ObjectNode tree = Json.readTree(entry.value());
    tree.remove("held");
    return new Entry(
        entry.key(), tree.toString(), entry.createRevision(), entry.modRevision(), entry.lease());
  }

  /** What is not assigned any more runs on. */
  static Wiring unassignedRunsOn() {
    return Around.reconcilerHears(
        () -> {
          TreeMap<String, Entry> ever = new TreeMap<>();
          return message ->
              Optional.of(
                  assignments(
                      message,
                      listed -> {
                        listed.forEach(entry -> ever.put(entry.key(), entry));
                        return List.copyOf(ever.values());
                      },
                      change -> {
                        if (change instanceof Change.Put(Entry entry)) {
                          ever.put(entry.key(), entry);
                          return Optional.of(change);
                        }
                        return Optional.empty();
                      }));
        });
  }

  /** The end of every fifth container goes unheard. */
  static Wiring exitUnheard() {
    return Around.reconcilerHears(
        () -> {
          int[] heard = new int[1];
          return message ->
              message instanceof ReconcileMessage.ContainerExited && ++heard[0] % 5 == 0
                  ? Optional.empty()
                  : Optional.of(message);
        });
  }

  /** A report whose write failed counts as written. */
  static Wiring failedReportDropped() {
    return Around.reconcilerHears(
        () ->
            message ->
                Optional.of(
                    message instanceof ReconcileMessage.ReportCommitted(var key, long write, var of)
                            && of instanceof Result.Failed
                        ? new ReconcileMessage.ReportCommitted(
                            key, write, new Result.Ok<>(new TxnResult(true, 1, List.of())))
                        : message));
  }

  /** Assignments are heard in another way. */
  private static ReconcileMessage assignments(
      ReconcileMessage message,
      UnaryOperator<List<Entry>> list,
      Function<Change, Optional<Change>> watch) {
    return switch (message) {
      case ReconcileMessage.AssignmentsRead(long generation, var page)
          when page instanceof Result.Ok<RangeResult>(RangeResult read) ->
          new ReconcileMessage.AssignmentsRead(
              generation,
              new Result.Ok<>(
                  new RangeResult(
                      list.apply(read.entries()), read.more(), read.revision(), read.clusterId())));
      case ReconcileMessage.AssignmentsWatched(long generation, var signal)
          when signal instanceof WatchSignal.Changes(List<Change> changes, boolean complete) ->
          new ReconcileMessage.AssignmentsWatched(
              generation,
              new WatchSignal.Changes(
                  changes.stream().map(watch).flatMap(Optional::stream).toList(), complete));
      default -> message;
    };
  }

  private static Entry running(Entry entry) {
    if (!Keys.isAssignment(entry.key())) {
      return entry;
    }
    ObjectNode tree = Json.readTree(entry.value());
    tree.put("desired", Assignment.RUN);
    return new Entry(
        entry.key(), tree.toString(), entry.createRevision(), entry.modRevision(), entry.lease());
  }
}
