package dev.meso.controller.apiserver.object;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.AgentStatus;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.ClusterRole;
import dev.meso.api.kind.ClusterRoleBinding;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.Namespace;
import dev.meso.api.kind.NamespaceSpec;
import dev.meso.api.kind.NamespaceStatus;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.Role;
import dev.meso.api.kind.RoleBinding;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.Volume;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.store.port.Entry;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the object that users see from its spec key and its status key. Pure.
 *
 * <p>Rules: an object exists while its spec key does; a status of another uid is ignored; the
 * resourceVersion is the larger mod revision of the keys that count. Two kinds differ: an owned
 * task exists while its status key does (a spec key is an intent), an agent while either does.
 */
final class Assembler {
  static final String ACTIVE = "Active";
  static final String TERMINATING = "Terminating";

  private Assembler() {}

  /**
   * The object of these keys, if they make one.
   *
   * @throws dev.meso.api.codec.MalformedRecord if a record cannot be read
   */
  static Optional<StoredObject> assemble(
      ObjectRef ref, @Nullable Entry spec, @Nullable Entry status, Related related) {
    return switch (ref.kind()) {
      case TASK -> task(ref, spec, status, related);
      case AGENT -> agent(ref, spec, status);
      case APP,
          JOB,
          NAMESPACE,
          QUEUE,
          VOLUME,
          ROLE,
          CLUSTER_ROLE,
          ROLE_BINDING,
          CLUSTER_ROLE_BINDING ->
          spec == null
              ? Optional.empty()
              : Optional.of(plain(ref, Json.read(ref.kind().type(), spec.value()), spec, status));
    };
  }

  private static StoredObject plain(
      ObjectRef ref, ApiObject desired, Entry spec, @Nullable Entry status) {
    ApiObject observed = status == null ? null : Json.read(ref.kind().type(), status.value());
    if (observed == null || !sameUid(desired.metadata(), observed.metadata())) {
      return stored(ref, withStatus(desired, null), spec, null);
    }
    return stored(ref, withStatus(desired, observed), spec, status);
  }

  private static ApiObject withStatus(ApiObject desired, @Nullable ApiObject observed) {
    return switch (desired) {
      case App app -> app.withStatus(observed instanceof App o ? o.status() : null);
      case Job job -> job.withStatus(observed instanceof Job o ? o.status() : null);
      case Task task -> task.withStatus(observed instanceof Task o ? o.status() : null);
      case Agent agent -> agent.withStatus(observed instanceof Agent o ? o.status() : null);
      case Volume volume -> volume.withStatus(observed instanceof Volume o ? o.status() : null);
      case Queue queue -> queue.withStatus(observed instanceof Queue o ? o.status() : null);
      // Nobody writes the status of a namespace: it follows from the metadata.
      case Namespace namespace ->
          namespace
              .withSpec(new NamespaceSpec())
              .withStatus(
                  new NamespaceStatus(namespace.metadata().deleting() ? TERMINATING : ACTIVE));
      case Role _, ClusterRole _, RoleBinding _, ClusterRoleBinding _ -> desired;
    };
  }

  private static Optional<StoredObject> task(
      ObjectRef ref, @Nullable Entry spec, @Nullable Entry status, Related related) {
    Task desired = spec == null ? null : Json.read(Task.class, spec.value());
    if (spec != null && desired != null && desired.spec() != null) {
      return Optional.of(plain(ref, desired, spec, status));
    }
    Task observed = status == null ? null : Json.read(Task.class, status.value());
    if (status == null || observed == null || OwnedTasks.owner(observed.metadata()).isEmpty()) {
      return Optional.empty();
    }
    ObjectMeta.Builder metadata = observed.metadata().toBuilder();
    boolean meant = desired != null && sameUid(desired.metadata(), observed.metadata());
    if (meant && desired != null && desired.metadata().deleting()) {
      metadata
          .deletionTimestamp(desired.metadata().deletionTimestamp())
          .deletionGracePeriodSeconds(desired.metadata().deletionGracePeriodSeconds());
    }
    Task shown =
        observed
            .withMetadata(metadata.build())
            .withSpec(OwnedTasks.spec(observed, related).orElse(null));
    return Optional.of(stored(ref, shown, meant ? spec : null, status));
  }

  private static Optional<StoredObject> agent(
      ObjectRef ref, @Nullable Entry spec, @Nullable Entry status) {
    Agent desired = spec == null ? null : Json.read(Agent.class, spec.value());
    Agent observed = status == null ? null : Json.read(Agent.class, status.value());
    if (observed == null) {
      return desired == null
          ? Optional.empty()
          : Optional.of(stored(ref, desired.withStatus(null), spec, status));
    }
    // What admins set belongs to the name and stays when the machine registers under a new uid.
    AgentStatus state = observed.status();
    if (desired == null) {
      return Optional.of(
          stored(ref, observed.withSpec(AgentSpec.NONE).withStatus(state), spec, status));
    }
    ObjectMeta metadata =
        desired.metadata().toBuilder()
            .uid(observed.metadata().uid())
            .creationTimestamp(observed.metadata().creationTimestamp())
            .build();
    return Optional.of(stored(ref, desired.withMetadata(metadata).withStatus(state), spec, status));
  }

  private static StoredObject stored(
      ObjectRef ref, ApiObject object, @Nullable Entry spec, @Nullable Entry status) {
    long revision =
        Math.max(spec == null ? 0 : spec.modRevision(), status == null ? 0 : status.modRevision());
    ObjectMeta metadata =
        object.metadata().toBuilder()
            .name(ref.name())
            .namespace(ref.namespace())
            .resourceVersion(Long.toString(revision))
            .build();
    metadata.requireUid();
    return new StoredObject(ref, object.withMetadata(metadata), revision, spec, status);
  }

  private static boolean sameUid(ObjectMeta one, ObjectMeta other) {
    return Objects.equals(one.uid(), other.uid());
  }
}
