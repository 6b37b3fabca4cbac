package dev.meso.controller.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.time.Now;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.explain.Explain;
import dev.meso.controller.core.forecast.Forecaster;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Scoring;
import dev.meso.controller.core.state.ClusterState;
import dev.meso.controller.core.state.Event;
import dev.meso.controller.runtime.loop.LoopMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopSchedulingTest {
  private static final Now NOW = new Now(Instant.EPOCH, Duration.ZERO);
  private static final String TASK =
      """
      {"apiVersion":"meso.dev/v1","kind":"Task","metadata":{"name":"t","namespace":"default",\
      "uid":"u","creationTimestamp":"2026-01-01T00:00:00Z"},\
      "spec":{"containers":[{"name":"main","command":["true"]}]}}\
      """;

  private final ClusterState state = new ClusterState();
  private int copies;

  @Test
  void aClusterThatIsTooLargeToBeCopiedIsNot() {
    state.apply(
        new Event.Put(new Key.Spec(Kind.TASK, "default", "t"), Json.read(Task.class, TASK), 1, 1));
    var answer = scheduling(0).foresee(List.of()).toCompletableFuture();
    assertThatThrownBy(answer::join)
        .hasMessageContaining("expected at most 0 tasks")
        .hasMessageContaining("found 1")
        .hasMessageContaining("spec.schedule: false");
    assertThat(copies).isZero();
    assertThat(scheduling(1).foresee(List.of()).toCompletableFuture().join().objects()).isEmpty();
    assertThat(copies).isEqualTo(1);
  }

  private LoopScheduling scheduling(int tasksMax) {
    Decider decider = new Decider(Decider.LOST_AFTER, Placer.by(Scoring.SPREAD));
    return new LoopScheduling(
        this::tell, new Forecaster(decider, new Explain(Decider.LOST_AFTER)), () -> NOW, tasksMax);
  }

  private void tell(LoopMessage message) {
    switch (message) {
      case LoopMessage.Look(var reader) -> reader.accept(state);
      case LoopMessage.Fork(var reader) -> {
        copies++;
        reader.accept(state.fork());
      }
      default -> throw new AssertionError(message);
    }
  }
}
