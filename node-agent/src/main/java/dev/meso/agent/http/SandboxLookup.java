package dev.meso.agent.http;

import dev.meso.agent.reconcile.Attempt;
import dev.meso.agent.sandbox.SandboxException;
import dev.meso.agent.sandbox.SandboxFiles;
import dev.meso.agent.sandbox.Sandboxes;
import dev.meso.api.record.AttemptId;
import java.io.IOException;
import java.util.Optional;

/** Finds the sandbox that a request means. */
final class SandboxLookup {
  private SandboxLookup() {}

  /**
   * The sandbox of the uid if the request names one, else of the attempt that the agent looks
   * after, else the newest one of this name and number.
   */
  static SandboxFiles of(Sandboxes sandboxes, AttemptLookup attempts, AttemptId id, String uid)
      throws SandboxException, IOException {
    Optional<String> wanted =
        uid.isEmpty()
            ? attempts.find(id, "").map(Attempt::ref).map(ref -> ref.taskUid())
            : Optional.of(uid);
    return sandboxes.files(id.namespace(), id.task(), id.attempt(), wanted);
  }
}
