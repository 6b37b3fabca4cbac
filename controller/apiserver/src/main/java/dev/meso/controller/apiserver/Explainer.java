package dev.meso.controller.apiserver;

import dev.meso.api.kind.Kind;
import java.util.concurrent.CompletionStage;

/** Answers why an object is as it is. Thread-safe; must not block the caller for long. */
@FunctionalInterface
public interface Explainer {

  /**
   * The explanation of an object that exists, as JSON.
   *
   * @param kind App, Job or Task
   */
  CompletionStage<String> explain(Kind kind, String namespace, String name);
}
