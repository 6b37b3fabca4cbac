package dev.meso.controller.runtime;

import dev.meso.api.codec.Json;
import dev.meso.api.time.Now;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.plan.Scheduling;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.controller.core.forecast.Forecast;
import dev.meso.controller.core.forecast.Forecaster;
import dev.meso.controller.core.forecast.Outlook;
import dev.meso.controller.core.forecast.Proposed;
import dev.meso.controller.core.state.ClusterState;
import dev.meso.controller.runtime.loop.LoopMessage;
import dev.meso.store.actor.Mailbox;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Foresees on a fork of the decision loop's state: the loop makes the copy and goes on; everything
 * else happens on the thread that is given the copy. Thread-safe.
 */
final class LoopScheduling implements Scheduling {

  /** How long one forecast may take; what it has found by then is the answer. */
  private static final Duration WORK_MAX = Duration.ofSeconds(5);

  /**
   * Tasks of a cluster of which forecasts are made. The loop stands still while it copies them,
   * with so many for about a second; a leader's lease is three.
   */
  static final int TASKS_MAX = 250_000;

  private final Mailbox<LoopMessage> loop;
  private final Forecaster forecaster;
  private final Supplier<Now> clock;
  private final int tasksMax;

  LoopScheduling(Mailbox<LoopMessage> loop, Forecaster forecaster, Supplier<Now> clock) {
    this(loop, forecaster, clock, TASKS_MAX);
  }

  LoopScheduling(
      Mailbox<LoopMessage> loop, Forecaster forecaster, Supplier<Now> clock, int tasksMax) {
    this.loop = loop;
    this.forecaster = forecaster;
    this.clock = clock;
    this.tasksMax = tasksMax;
  }

  @Override
  public CompletionStage<Foreseen> foresee(List<Change> changes) {
    List<Proposed> proposed =
        changes.stream().map(it -> new Proposed(it.object(), it.createRevision())).toList();
    CompletableFuture<Foreseen> answer = new CompletableFuture<>();
    loop.tell(
        new LoopMessage.Look(
            view -> {
              int tasks = view.tasks().size();
              if (tasks > tasksMax) {
                answer.completeExceptionally(tooMany(tasks));
              } else {
                loop.tell(new LoopMessage.Fork(state -> foresee(state, proposed, answer)));
              }
            }));
    return answer;
  }

  private void foresee(
      ClusterState state, List<Proposed> proposed, CompletableFuture<Foreseen> answer) {
    try {
      Now now = clock.get();
      Duration end = now.monotonic().plus(WORK_MAX);
      BooleanSupplier enough = () -> clock.get().monotonic().compareTo(end) >= 0;
      answer.complete(told(forecaster.forecast(state, proposed, now, enough)));
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  private ApiError tooMany(int tasks) {
    return ApiError.of(
        Reason.TOO_LARGE,
        "Planning: expected at most "
            + tasksMax
            + " tasks in the cluster to foresee what its scheduler does, found "
            + tasks
            + "; ask without it (spec.schedule: false), or ask meso whatif, which works on a"
            + " snapshot");
  }

  private static Foreseen told(Forecast forecast) {
    Map<ObjectRef, String> objects = new LinkedHashMap<>();
    for (Outlook outlook : forecast.objects()) {
      ObjectNode text = Json.toTree(outlook);
      text.remove("ref");
      objects.put(
          new ObjectRef(
              outlook.ref().kind(), outlook.ref().namespaceOrNull(), outlook.ref().name()),
          text.toString());
    }
    return new Foreseen(forecast.settled(), forecast.decisions(), objects);
  }
}
