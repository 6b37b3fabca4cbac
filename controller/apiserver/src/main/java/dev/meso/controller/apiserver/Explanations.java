package dev.meso.controller.apiserver;

import dev.meso.controller.apiserver.http.Params;
import dev.meso.controller.apiserver.http.Reply;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.read.Reads;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Answers why an object is as it is, by whoever decides. */
final class Explanations {
  private static final Duration WAIT_MAX = Duration.ofSeconds(5);

  private final Reads reads;
  private final Explainer explainer;

  Explanations(Reads reads, Explainer explainer) {
    this.reads = reads;
    this.explainer = explainer;
  }

  Reply explain(ObjectRef ref, Params query) throws InterruptedException {
    StoredObject object = reads.get(ref, query);
    try {
      String json =
          explainer
              .explain(ref.kind(), object.object().metadata().requireNamespace(), ref.name())
              .toCompletableFuture()
              .get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
      return Reply.json(200, json);
    } catch (TimeoutException e) {
      throw ApiError.of(
              Reason.TIMEOUT, "Explaining " + ref + ": no answer in " + WAIT_MAX + "; try again")
          .about(ref.kind(), ref.name());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ApiError known) {
        throw known;
      }
      throw new IllegalStateException("the explainer failed on " + ref, e.getCause());
    }
  }
}
