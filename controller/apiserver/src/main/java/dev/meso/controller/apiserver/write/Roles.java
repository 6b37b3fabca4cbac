package dev.meso.controller.apiserver.write;

import dev.meso.api.kind.ClusterRole;
import dev.meso.api.kind.Kind;
import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.rbac.BuiltIn;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the built-in ClusterRoles: makes those that are missing, and gives those that an admin has
 * not taken over the rules of this version. Every API server does so at its start; the guards of
 * the writes make that harmless.
 */
final class Roles {
  private static final Logger log = LoggerFactory.getLogger(Roles.class);
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final WriteContext context;
  private final Creates creates;
  private final Updates updates;

  Roles(WriteContext context, Creates creates, Updates updates) {
    this.context = context;
    this.creates = creates;
    this.updates = updates;
  }

  /** Tries until every role is as it should be, or the thread is interrupted. */
  void ensure() throws InterruptedException {
    List<ClusterRole> wanted = BuiltIn.roles();
    while (true) {
      if (context.view().awaitThat(context.view()::synced, AGAIN)) {
        try {
          for (ClusterRole role : wanted) {
            ensure(role);
          }
          return;
        } catch (ApiError e) {
          log.atWarn()
              .addKeyValue("cause", e.getMessage())
              .log("Built-in roles could not be written yet");
          boolean _ = context.view().awaitThat(() -> false, AGAIN);
        }
      }
    }
  }

  private void ensure(ClusterRole wanted) throws InterruptedException {
    ObjectRef ref = new ObjectRef(Kind.CLUSTER_ROLE, null, wanted.metadata().requireName());
    Optional<StoredObject> found = context.view().get(ref);
    if (found.isEmpty()) {
      try {
        StoredObject _ = creates.create(Principal.LOCAL, Kind.CLUSTER_ROLE, null, wanted, false);
      } catch (ApiError e) {
        if (e.reason() != Reason.ALREADY_EXISTS) {
          throw e;
        }
      }
    } else if (outdated(found.get(), wanted)) {
      StoredObject _ =
          updates.update(
              Principal.LOCAL,
              ref,
              Optional.empty(),
              false,
              current ->
                  outdated(current, wanted)
                      ? wanted.withMetadata(current.object().metadata())
                      : current.object());
    }
  }

  private static boolean outdated(StoredObject found, ClusterRole wanted) {
    return found.object() instanceof ClusterRole role
        && "true".equals(role.metadata().annotations().get(BuiltIn.AUTO_UPDATE))
        && !role.rules().equals(wanted.rules());
  }
}
