package dev.meso.api.validation;

import dev.meso.api.kind.Agent;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.ClusterRole;
import dev.meso.api.kind.ClusterRoleBinding;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.JobSpec;
import dev.meso.api.kind.Namespace;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.Role;
import dev.meso.api.kind.RoleBinding;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.Volume;
import dev.meso.api.kind.VolumeSpec;
import dev.meso.api.meta.ObjectMeta;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rules for what an update may change. */
final class UpdateRules {
  private UpdateRules() {}

  static void check(ApiObject before, ApiObject after, Checks checks) {
    same("kind", before.kind(), after.kind(), checks);
    ObjectMeta was = before.metadata();
    ObjectMeta is = after.metadata();
    same("metadata.name", was.name(), is.name(), checks);
    same("metadata.namespace", was.namespace(), is.namespace(), checks);
    if (is.uid() != null) {
      same("metadata.uid", was.uid(), is.uid(), checks);
    }
    switch (before) {
      case Job job when after instanceof Job other -> job(job.spec(), other.spec(), checks);
      case Task task when after instanceof Task other -> {
        if (!Objects.equals(task.spec(), other.spec())) {
          checks.add("spec", "immutable: expected the spec of the existing Task, found another");
        }
      }
      case Volume volume when after instanceof Volume other -> volume(volume, other, checks);
      case RoleBinding binding when after instanceof RoleBinding other ->
          same("roleRef", binding.roleRef(), other.roleRef(), checks);
      case ClusterRoleBinding binding when after instanceof ClusterRoleBinding other ->
          same("roleRef", binding.roleRef(), other.roleRef(), checks);
      case App _,
          Agent _,
          Namespace _,
          Queue _,
          Volume _,
          Job _,
          Task _,
          Role _,
          ClusterRole _,
          RoleBinding _,
          ClusterRoleBinding _ -> {
        // Their specs are there to be changed; another kind was reported above.
      }
    }
  }

  private static void job(@Nullable JobSpec was, @Nullable JobSpec is, Checks checks) {
    if (was == null || is == null) {
      return;
    }
    same("spec.completions", was.completions(), is.completions(), checks);
    same("spec.gang", was.gang(), is.gang(), checks);
    if (!was.template().equals(is.template())) {
      checks.add(
          "spec.template", "immutable: expected the template of the existing Job, found another");
    }
  }

  /** What is set aside on the agent does not move. */
  private static void volume(Volume before, Volume after, Checks checks) {
    VolumeSpec was = before.spec();
    VolumeSpec is = after.spec();
    if (was == null || is == null || before.status() == null || before.status().agent() == null) {
      return;
    }
    String bound = "immutable once bound, to agent " + before.status().agent() + ": expected '";
    if (!was.queueName().equals(is.queueName())) {
      checks.add("spec.queue", bound + was.queueName() + "', found '" + is.queueName() + "'");
    }
    if (was.size().compareTo(is.size()) != 0) {
      checks.add("spec.size", bound + was.size() + "', found '" + is.size() + "'");
    }
  }

  private static void same(String path, @Nullable Object was, @Nullable Object is, Checks checks) {
    if (!Objects.equals(was, is)) {
      checks.add(
          path,
          "immutable: expected '" + was + "', found " + (is == null ? "nothing" : "'" + is + "'"));
    }
  }
}
