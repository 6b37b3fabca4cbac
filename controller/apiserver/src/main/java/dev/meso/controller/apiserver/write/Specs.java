package dev.meso.controller.apiserver.write;

import dev.meso.api.codec.Json;
import dev.meso.api.codec.Stored;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.ClusterRole;
import dev.meso.api.kind.ClusterRoleBinding;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.Namespace;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.Role;
import dev.meso.api.kind.RoleBinding;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.Volume;
import dev.meso.store.port.Entry;
import java.util.List;
import java.util.Optional;

/** Objects in the form of their spec key: status and resourceVersion absent. */
final class Specs {
  private Specs() {}

  /** The form that is stored. */
  static ApiObject stripped(ApiObject object) {
    ApiObject bare =
        switch (object) {
          case App app -> app.withStatus(null);
          case Job job -> job.withStatus(null);
          case Task task -> task.withStatus(null);
          case Agent agent -> agent.withStatus(null);
          case Namespace namespace -> namespace.withStatus(null);
          case Queue queue -> queue.withStatus(null);
          case Volume volume -> volume.withStatus(null);
          case Role _, ClusterRole _, RoleBinding _, ClusterRoleBinding _ -> object;
        };
    return bare.withMetadata(bare.metadata().toBuilder().resourceVersion(null).build());
  }

  /** The spec alone, or what stands for it, to be compared. */
  static Optional<Object> spec(ApiObject object) {
    return Optional.ofNullable(
        switch (object) {
          case App app -> app.spec();
          case Job job -> job.spec();
          case Task task -> task.spec();
          case Agent agent -> agent.spec();
          case Namespace namespace -> namespace.spec();
          case Queue queue -> queue.spec();
          case Volume volume -> volume.spec();
          case Role role -> role.rules();
          case ClusterRole role -> role.rules();
          case RoleBinding binding -> List.of(binding.subjects(), binding.roleRef());
          case ClusterRoleBinding binding -> List.of(binding.subjects(), binding.roleRef());
        });
  }

  /** What a stored spec key holds. */
  static ApiObject read(ApiObject sameKind, Entry stored) {
    return Json.read(sameKind.getClass(), stored.value());
  }

  /** The text of a changed object; what we do not know of the stored one survives. */
  static String rewritten(Entry stored, ApiObject changed) {
    return switch (changed) {
      case App app -> Stored.read(App.class, stored.value()).write(app);
      case Job job -> Stored.read(Job.class, stored.value()).write(job);
      case Task task -> Stored.read(Task.class, stored.value()).write(task);
      case Agent agent -> Stored.read(Agent.class, stored.value()).write(agent);
      case Namespace namespace -> Stored.read(Namespace.class, stored.value()).write(namespace);
      case Queue queue -> Stored.read(Queue.class, stored.value()).write(queue);
      case Volume volume -> Stored.read(Volume.class, stored.value()).write(volume);
      case Role role -> Stored.read(Role.class, stored.value()).write(role);
      case ClusterRole role -> Stored.read(ClusterRole.class, stored.value()).write(role);
      case RoleBinding binding -> Stored.read(RoleBinding.class, stored.value()).write(binding);
      case ClusterRoleBinding binding ->
          Stored.read(ClusterRoleBinding.class, stored.value()).write(binding);
    };
  }
}
