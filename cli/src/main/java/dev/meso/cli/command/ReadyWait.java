package dev.meso.cli.command;

import dev.meso.api.time.Ages;
import dev.meso.cli.client.ApiClient;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Waits until objects are what their specs say, and tells how they come along. */
final class ReadyWait {
  private final Session session;
  private final ApiClient client;
  private final Patience patience;
  private final Duration timeout;
  private final Map<Manifest, String> told = new LinkedHashMap<>();

  ReadyWait(Session session, ApiClient client, Duration timeout) {
    this.session = session;
    this.client = client;
    this.timeout = timeout;
    this.patience = new Patience(timeout);
  }

  /** Returns the exit status: 0, or 1 if something failed, or 124 if it took too long. */
  int await(List<Manifest> manifests) {
    List<Manifest> open = new ArrayList<>(manifests);
    List<Manifest> failed = new ArrayList<>();
    while (true) {
      open.removeIf(manifest -> settled(manifest, failed));
      if (open.isEmpty()) {
        failed.forEach(this::explain);
        return failed.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
      }
      if (!patience.again()) {
        session.note("meso: Not ready after " + Ages.of(timeout) + ":");
        open.forEach(this::explain);
        return ExitCode.TIMED_OUT;
      }
    }
  }

  private boolean settled(Manifest manifest, List<Manifest> failed) {
    Optional<ObjectNode> object =
        patience.ask(() -> client.get(manifest.kind(), manifest.namespace(), manifest.name()));
    if (object.isEmpty()) {
      return false;
    }
    Readiness readiness = Readiness.of(manifest.kind(), object.get());
    if (!readiness.text().equals(told.put(manifest, readiness.text()))) {
      session.note(manifest.ref() + "  " + readiness.text());
      patience.reset();
    }
    if (readiness.state() == Readiness.State.FAILED) {
      failed.add(manifest);
    }
    return readiness.state() != Readiness.State.WAITING;
  }

  private void explain(Manifest manifest) {
    String room = manifest.namespace();
    Optional<String> why =
        room == null
            ? Optional.empty()
            : Explanations.why(client, manifest.kind(), room, manifest.name());
    session.note(
        "meso: " + manifest.ref() + " is not ready" + why.map(text -> ":\n" + text).orElse(""));
  }
}
