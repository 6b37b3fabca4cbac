package dev.meso.api.schema;

import static dev.meso.api.schema.Keywords.and;
import static dev.meso.api.schema.Keywords.between;
import static dev.meso.api.schema.Keywords.byDefault;
import static dev.meso.api.schema.Keywords.listBy;
import static dev.meso.api.schema.Keywords.oneOf;

import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.AgentStatus;
import dev.meso.api.kind.AppSpec;
import dev.meso.api.kind.AppStatus;
import dev.meso.api.kind.ClusterRole;
import dev.meso.api.kind.ClusterRoleBinding;
import dev.meso.api.kind.Constraint;
import dev.meso.api.kind.Container;
import dev.meso.api.kind.ContainerPort;
import dev.meso.api.kind.DisruptionBudget;
import dev.meso.api.kind.Gang;
import dev.meso.api.kind.JobSpec;
import dev.meso.api.kind.JobStatus;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.LabelRequirement;
import dev.meso.api.kind.Limits;
import dev.meso.api.kind.NamespaceStatus;
import dev.meso.api.kind.PolicyRule;
import dev.meso.api.kind.Preference;
import dev.meso.api.kind.QueueSpec;
import dev.meso.api.kind.QueueStatus;
import dev.meso.api.kind.Role;
import dev.meso.api.kind.RoleBinding;
import dev.meso.api.kind.Spread;
import dev.meso.api.kind.Subject;
import dev.meso.api.kind.Taint;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.kind.TaskVolume;
import dev.meso.api.kind.Toleration;
import dev.meso.api.kind.VolumeMount;
import dev.meso.api.kind.VolumeSpec;
import dev.meso.api.kind.VolumeStatus;
import dev.meso.api.meta.Condition;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.time.Durations;
import dev.meso.api.validation.Defaults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a schema says of a field besides its type: constant defaults, closed sets, bounds, and how
 * lists merge. Only what {@code Validation} and {@code Defaults} do for every object is said here;
 * rules that look at two fields at once stay with them.
 */
final class FieldRules {
  private static final int PORT_MAX = 65_535;

  private final Map<Class<?>, Map<String, Map<String, Object>>> rules = new LinkedHashMap<>();

  FieldRules() {
    app();
    job();
    task();
    container();
    add(AgentSpec.class, "attributes", sizeMax(Limits.ATTRIBUTES_MAX));
    add(AgentSpec.class, "taints", itemsMax(Limits.TAINTS_MAX));
    add(AgentSpec.class, "maintenance", itemsMax(Limits.MAINTENANCE_WINDOWS_MAX));
    add(
        AgentSpec.class,
        "reservations",
        and(itemsMax(Limits.AGENT_RESERVATIONS_MAX), listBy("queue")));
    add(Taint.class, "effect", oneOf(Taint.EFFECTS));
    add(AgentStatus.class, "phase", oneOf(AgentStatus.PHASES));
    add(AgentStatus.class, "conditions", listBy("type"));
    add(NamespaceStatus.class, "phase", oneOf(NamespaceStatus.PHASES));
    queue();
    volume();
    placement();
    add(Subject.class, "kind", oneOf(List.of(Subject.USER, Subject.GROUP)));
    add(Subject.class, "name", lengthMax(Limits.SUBJECT_LENGTH_MAX));
    add(PolicyRule.class, "verbs", Keywords.of("minItems", 1));
    rights(Role.class, "rules", Limits.POLICY_RULES_MAX);
    rights(ClusterRole.class, "rules", Limits.POLICY_RULES_MAX);
    rights(RoleBinding.class, "subjects", Limits.SUBJECTS_MAX);
    rights(ClusterRoleBinding.class, "subjects", Limits.SUBJECTS_MAX);
    add(Condition.class, "status", oneOf(Condition.STATUSES));
    add(ObjectMeta.class, "labels", sizeMax(Limits.LABELS_MAX));
    add(
        ObjectMeta.class,
        "ownerReferences",
        and(itemsMax(Limits.OWNER_REFERENCES_MAX), listBy("uid")));
    add(
        ObjectMeta.class,
        "finalizers",
        and(itemsMax(Limits.FINALIZERS_MAX), Keywords.of("x-kubernetes-list-type", "set")));
  }

  private void rights(Class<?> type, String list, int max) {
    add(type, list, itemsMax(max));
  }

  private void volume() {
    add(VolumeSpec.class, "queue", lengthMax(Limits.QUEUE_NAME_LENGTH_MAX));
    add(VolumeSpec.class, "constraints", itemsMax(Limits.CONSTRAINTS_MAX));
    add(VolumeSpec.class, "onLost", oneOf(VolumeSpec.ON_LOST_POLICIES));
    add(VolumeStatus.class, "phase", oneOf(VolumeStatus.PHASES));
    add(VolumeStatus.class, "conditions", listBy("type"));
    add(TaskSpec.class, "volumes", and(itemsMax(Limits.VOLUMES_MAX), listBy("name")));
    add(TaskVolume.class, "name", lengthMax(Limits.PORT_NAME_LENGTH_MAX));
    add(Container.class, "volumeMounts", and(itemsMax(Limits.VOLUMES_MAX), listBy("mountPath")));
    add(VolumeMount.class, "mountPath", lengthMax(Limits.PATH_LENGTH_MAX));
  }

  private void queue() {
    add(
        QueueSpec.class,
        "weight",
        byDefault(Defaults.QUEUE_WEIGHT, between(1, Limits.QUEUE_WEIGHT_MAX)));
    add(QueueSpec.class, "guarantee", sizeMax(Limits.QUEUE_RESOURCES_MAX));
    add(QueueSpec.class, "limit", sizeMax(Limits.QUEUE_RESOURCES_MAX));
    add(QueueSpec.class, "maxTasks", between(0, Limits.QUEUE_TASKS_MAX));
    add(QueueSpec.class, "placement", oneOf(QueueSpec.PLACEMENTS));
    add(QueueStatus.class, "conditions", listBy("type"));
  }

  private void placement() {
    add(TaskSpec.class, "queue", lengthMax(Limits.QUEUE_NAME_LENGTH_MAX));
    add(TaskSpec.class, "priority", between(-Limits.PRIORITY_MAX, Limits.PRIORITY_MAX));
    add(TaskSpec.class, "preemptionPolicy", oneOf(TaskSpec.PREEMPTION_POLICIES));
    add(TaskSpec.class, "constraints", itemsMax(Limits.CONSTRAINTS_MAX));
    add(TaskSpec.class, "preferences", itemsMax(Limits.PREFERENCES_MAX));
    add(TaskSpec.class, "spread", and(itemsMax(Limits.SPREADS_MAX), listBy("attribute")));
    add(TaskSpec.class, "tolerations", itemsMax(Limits.TOLERATIONS_MAX));
    add(TaskSpec.class, "activeDeadlineSeconds", between(1, Limits.ACTIVE_DEADLINE_SECONDS_MAX));
    add(Constraint.class, "operator", oneOf(Constraint.OPERATORS));
    add(Constraint.class, "values", itemsMax(Limits.CONSTRAINT_VALUES_MAX));
    add(Constraint.class, "max", between(1, Limits.REPLICAS_MAX));
    add(Preference.class, "operator", oneOf(Preference.OPERATORS));
    add(Preference.class, "values", itemsMax(Limits.CONSTRAINT_VALUES_MAX));
    add(
        Preference.class,
        "weight",
        between(-Limits.PREFERENCE_WEIGHT_MAX, Limits.PREFERENCE_WEIGHT_MAX));
    add(LabelRequirement.class, "operator", oneOf(LabelRequirement.OPERATORS));
    add(LabelRequirement.class, "values", itemsMax(Limits.CONSTRAINT_VALUES_MAX));
    add(
        Spread.class,
        "weight",
        byDefault(Defaults.SPREAD_WEIGHT, between(1, Limits.SPREAD_WEIGHT_MAX)));
    add(Spread.class, "targets", sizeMax(Limits.SPREAD_TARGETS_MAX));
    add(Spread.class, "maxSkew", between(1, Limits.REPLICAS_MAX));
    add(Toleration.class, "operator", byDefault(Toleration.EQUAL, oneOf(Toleration.OPERATORS)));
    add(Gang.class, "minAvailable", between(2, Limits.COMPLETIONS_MAX));
    add(
        Gang.class,
        "timeoutSeconds",
        byDefault(Defaults.GANG_TIMEOUT_SECONDS, between(1, Limits.GANG_TIMEOUT_SECONDS_MAX)));
    add(DisruptionBudget.class, "maxUnavailable", between(0, Limits.REPLICAS_MAX));
  }

  private void app() {
    add(AppSpec.class, "replicas", byDefault(Defaults.REPLICAS, between(0, Limits.REPLICAS_MAX)));
    add(AppStatus.class, "phase", oneOf(AppStatus.PHASES));
    add(AppStatus.class, "conditions", listBy("type"));
  }

  private void job() {
    add(
        JobSpec.class,
        "completions",
        byDefault(Defaults.COMPLETIONS, between(1, Limits.COMPLETIONS_MAX)));
    add(JobSpec.class, "parallelism", between(0, Limits.COMPLETIONS_MAX));
    add(
        JobSpec.class,
        "backoffLimit",
        byDefault(Defaults.BACKOFF_LIMIT, between(0, Limits.BACKOFF_LIMIT_MAX)));
    add(JobStatus.class, "phase", oneOf(JobStatus.PHASES));
    add(JobStatus.class, "conditions", listBy("type"));
  }

  private void task() {
    add(
        TaskSpec.class,
        "containers",
        and(Keywords.of("minItems", 1, "maxItems", Limits.CONTAINERS_MAX), listBy("name")));
    add(TaskSpec.class, "nodeSelector", sizeMax(Limits.NODE_SELECTOR_MAX));
    add(TaskSpec.class, "restartPolicy", oneOf(TaskSpec.RESTART_POLICIES));
    add(TaskSpec.class, "maxRestarts", between(0, Limits.RESTARTS_MAX));
    add(
        TaskSpec.class,
        "terminationGracePeriodSeconds",
        byDefault(Defaults.GRACE_PERIOD_SECONDS, between(0, Limits.GRACE_PERIOD_SECONDS_MAX)));
    add(
        TaskSpec.class,
        "onLost",
        byDefault(TaskSpec.ON_LOST_REPLACE, oneOf(TaskSpec.ON_LOST_POLICIES)));
    add(
        TaskSpec.class,
        "replaceAfter",
        Keywords.of("default", Durations.format(Defaults.REPLACE_AFTER)));
    add(TaskStatus.class, "conditions", listBy("type"));
  }

  private void container() {
    add(Container.class, "name", lengthMax(Limits.NAME_LENGTH_MAX));
    add(Container.class, "command", Keywords.of("minItems", 1));
    add(Container.class, "workingDir", lengthMax(Limits.PATH_LENGTH_MAX));
    add(Container.class, "env", and(itemsMax(Limits.ENV_MAX), listBy("name")));
    add(Container.class, "ports", and(itemsMax(Limits.PORTS_MAX), listBy("name")));
    add(ContainerPort.class, "name", lengthMax(Limits.PORT_NAME_LENGTH_MAX));
    add(ContainerPort.class, "hostPort", between(1, PORT_MAX));
  }

  private void add(Class<?> type, String field, Map<String, Object> keywords) {
    rules.computeIfAbsent(type, _ -> new LinkedHashMap<>()).put(field, keywords);
  }

  /** Types and fields of the table, so that a test can look for names that no record has. */
  Map<Class<?>, Map<String, Map<String, Object>>> all() {
    return rules;
  }

  /**
   * The keywords of a field.
   *
   * @param kind where the field is; null if that is not known, as in a definition that kinds share
   */
  Map<String, Object> of(@Nullable Kind kind, Class<?> type, String field) {
    Map<String, Object> found = rules.getOrDefault(type, Map.of()).getOrDefault(field, Map.of());
    if (kind == null || type != TaskSpec.class || !field.equals("restartPolicy")) {
      return found;
    }
    return switch (kind) {
      case APP -> byDefault(TaskSpec.RESTART_ALWAYS, found);
      case JOB -> byDefault(TaskSpec.RESTART_NEVER, oneOf(TaskSpec.ENDING_RESTART_POLICIES));
      case TASK -> byDefault(TaskSpec.RESTART_NEVER, found);
      case AGENT,
          NAMESPACE,
          QUEUE,
          VOLUME,
          ROLE,
          CLUSTER_ROLE,
          ROLE_BINDING,
          CLUSTER_ROLE_BINDING ->
          found;
    };
  }

  /** Fields that every user's object of a kind has, although its stored parts may lack them. */
  static List<String> required(Kind kind) {
    return switch (kind) {
      case APP, JOB, TASK, VOLUME -> List.of("spec");
      case AGENT, NAMESPACE, QUEUE, ROLE, CLUSTER_ROLE -> List.of();
      case ROLE_BINDING, CLUSTER_ROLE_BINDING -> List.of("roleRef");
    };
  }

  private static Map<String, Object> itemsMax(int max) {
    return Keywords.of("maxItems", max);
  }

  private static Map<String, Object> sizeMax(int max) {
    return Keywords.of("maxProperties", max);
  }

  private static Map<String, Object> lengthMax(int max) {
    return Keywords.of("maxLength", max);
  }
}
