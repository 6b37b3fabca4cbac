package dev.meso.controller.runtime;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.Kind;
import dev.meso.api.time.Now;
import dev.meso.controller.apiserver.Explainer;
import dev.meso.controller.core.explain.Explain;
import dev.meso.controller.core.explain.Explanation;
import dev.meso.controller.core.state.ClusterView;
import dev.meso.controller.runtime.loop.LoopMessage;
import dev.meso.store.actor.Mailbox;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Explains what the decision loop's own state says, between two decisions and with the same
 * predicates. That is asking every agent once at most; a copy of the state would hold the loop up
 * for much longer. Thread-safe.
 */
final class LoopExplainer implements Explainer {
  private final Mailbox<LoopMessage> loop;
  private final Explain explain;
  private final Supplier<Now> clock;

  LoopExplainer(Mailbox<LoopMessage> loop, Explain explain, Supplier<Now> clock) {
    this.explain = explain;
    this.loop = loop;
    this.clock = clock;
  }

  @Override
  public CompletionStage<String> explain(Kind kind, String namespace, String name) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    loop.tell(
        new LoopMessage.Look(
            view -> {
              try {
                Explanation told = explanation(view, kind, namespace, name);
                // Whoever waits for it goes on elsewhere: this is the loop's thread.
                answer.completeAsync(() -> Json.write(told));
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            }));
    return answer;
  }

  private Explanation explanation(ClusterView view, Kind kind, String namespace, String name) {
    Optional<Explanation> known =
        switch (kind) {
          case APP -> explain.app(view, namespace, name, clock.get());
          case JOB -> explain.job(view, namespace, name, clock.get());
          case TASK -> explain.task(view, namespace, name, clock.get());
          case AGENT,
              NAMESPACE,
              QUEUE,
              VOLUME,
              ROLE,
              CLUSTER_ROLE,
              ROLE_BINDING,
              CLUSTER_ROLE_BINDING ->
              throw new IllegalArgumentException("Nothing to explain about a " + kind.kindName());
        };
    // The API knows the object a moment before the loop does.
    return known.orElseGet(
        () ->
            new Explanation(
                kind.kindName(),
                namespace,
                name,
                0,
                0,
                List.of(),
                null,
                List.of("The controller has not looked at it yet; ask again in a moment.")));
  }
}
