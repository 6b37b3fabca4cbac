package dev.meso.cli.command;

import dev.meso.api.kind.Kind;
import dev.meso.cli.client.ApiClient;
import dev.meso.cli.output.ExplanationText;
import dev.meso.cli.session.Failure;
import java.util.Optional;

/** Asks the server why, where the answer is welcome but not needed. */
final class Explanations {
  private Explanations() {}

  /** Why the object is as it is, in several lines; nothing if the server cannot say. */
  static Optional<String> why(ApiClient client, Kind kind, String namespace, String name) {
    try {
      String text = ExplanationText.of(client.explain(kind, namespace, name));
      return text.isBlank() ? Optional.empty() : Optional.of(text.stripTrailing());
    } catch (Failure _) {
      return Optional.empty();
    }
  }
}
