package dev.meso.api.validation;

import dev.meso.api.codec.FieldError;
import dev.meso.api.codec.Json;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.AppSpec;
import dev.meso.api.kind.ClusterRole;
import dev.meso.api.kind.ClusterRoleBinding;
import dev.meso.api.kind.Gang;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.JobSpec;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Limits;
import dev.meso.api.kind.Namespace;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.Role;
import dev.meso.api.kind.RoleBinding;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.Volume;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with an object that a user wrote, after {@link Defaults#apply}. Pure. Finds all
 * errors, up to a bound; status is not looked at, as only components write it.
 */
public final class Validation {

  private Validation() {}

  /** The errors of an object; none if it may be stored. */
  public static List<FieldError> check(ApiObject object) {
    Checks checks = new Checks();
    Kind kind = Kind.of(object);
    checks.oneOf("apiVersion", object.apiVersion(), List.of(kind.apiVersion()));
    checks.oneOf("kind", object.kind(), List.of(kind.kindName()));
    MetadataRules.check(kind, object.metadata(), checks);
    switch (object) {
      case App app -> check(app, checks);
      case Job job -> check(job, checks);
      case Task task -> check(task, checks);
      case Agent agent -> check(agent, checks);
      case Namespace _ -> {
        // Has nothing to set.
      }
      case Queue queue -> check(queue, checks);
      case Volume volume -> check(volume, checks);
      case Role role -> RightsRules.check(role.rules(), false, checks);
      case ClusterRole role -> RightsRules.check(role.rules(), true, checks);
      case RoleBinding binding ->
          RightsRules.check(binding.subjects(), binding.roleRef(), RightsRules.ROLES, checks);
      case ClusterRoleBinding binding ->
          RightsRules.check(
              binding.subjects(), binding.roleRef(), RightsRules.CLUSTER_ROLES, checks);
    }
    int bytes = Checks.bytes(Json.write(object));
    if (bytes > Limits.OBJECT_BYTES_MAX) {
      checks.add(
          "",
          "expected an object of at most "
              + Limits.OBJECT_BYTES_MAX
              + " bytes as JSON, found "
              + bytes);
    }
    return checks.errors();
  }

  /**
   * What {@code after} changes of {@code before} that must stay; both with their defaults. Checks
   * nothing else: see {@link #check}.
   */
  public static List<FieldError> checkUpdate(ApiObject before, ApiObject after) {
    Checks checks = new Checks();
    UpdateRules.check(before, after, checks);
    return checks.errors();
  }

  private static void check(App app, Checks checks) {
    AppSpec spec = app.spec();
    if (spec == null) {
      missingSpec(checks);
      return;
    }
    checks.range("spec.replicas", spec.replicas(), 0, Limits.REPLICAS_MAX);
    TaskRules.checkTemplate("spec.template", spec.template(), TaskSpec.RESTART_POLICIES, checks);
    if (spec.disruption() != null) {
      checks.range(
          "spec.disruption.maxUnavailable",
          spec.disruption().maxUnavailable(),
          0,
          Limits.REPLICAS_MAX);
    }
  }

  private static void check(Job job, Checks checks) {
    JobSpec spec = job.spec();
    if (spec == null) {
      missingSpec(checks);
      return;
    }
    checks.range("spec.completions", spec.completions(), 1, Limits.COMPLETIONS_MAX);
    checks.range("spec.parallelism", spec.parallelism(), 0, Limits.COMPLETIONS_MAX);
    checks.range("spec.backoffLimit", spec.backoffLimit(), 0, Limits.BACKOFF_LIMIT_MAX);
    TaskRules.checkTemplate(
        "spec.template", spec.template(), TaskSpec.ENDING_RESTART_POLICIES, checks);
    if (spec.gang() != null) {
      gang(spec, spec.gang(), checks);
    }
  }

  private static void gang(JobSpec spec, Gang gang, Checks checks) {
    if (!spec.template().spec().volumes().isEmpty()) {
      checks.add(
          "spec.template.spec.volumes",
          "expected none with a gang: a volume is bound by one task, a gang is placed as a whole");
    }
    checks.range(
        "spec.gang.timeoutSeconds", gang.timeoutSeconds(), 1, Limits.GANG_TIMEOUT_SECONDS_MAX);
    String path = "spec.gang.minAvailable";
    checks.range(path, gang.minAvailable(), 2, Limits.COMPLETIONS_MAX);
    atMost(path, gang.minAvailable(), "parallelism", spec.parallelism(), checks);
    atMost(path, gang.minAvailable(), "completions", spec.completions(), checks);
  }

  private static void atMost(
      String path, int found, String field, @Nullable Integer max, Checks checks) {
    if (max != null && found > max) {
      checks.add(path, "expected at most " + field + ", which is " + max + ", found " + found);
    }
  }

  private static void check(Task task, Checks checks) {
    if (task.spec() == null) {
      missingSpec(checks);
    } else {
      TaskRules.check("spec", task.spec(), TaskSpec.RESTART_POLICIES, checks);
      VolumeRules.check("spec", task.spec(), false, checks);
    }
  }

  private static void check(Agent agent, Checks checks) {
    AgentSpec spec = agent.spec();
    if (spec == null) {
      return;
    }
    AgentRules.check(spec, checks);
  }

  private static void check(Queue queue, Checks checks) {
    if (queue.spec() != null) {
      QueueRules.check(queue.spec(), checks);
    }
  }

  private static void check(Volume volume, Checks checks) {
    if (volume.spec() == null) {
      missingSpec(checks);
    } else {
      VolumeRules.check(volume.spec(), checks);
    }
  }

  private static void missingSpec(Checks checks) {
    checks.add("spec", "required: expected a map, found nothing");
  }
}
