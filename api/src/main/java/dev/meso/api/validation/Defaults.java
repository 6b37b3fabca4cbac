package dev.meso.api.validation;

import dev.meso.api.collection.FixedMap;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.AppSpec;
import dev.meso.api.kind.ClusterRole;
import dev.meso.api.kind.ClusterRoleBinding;
import dev.meso.api.kind.Container;
import dev.meso.api.kind.Gang;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.JobSpec;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Namespace;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.QueueSpec;
import dev.meso.api.kind.ResourceRequirements;
import dev.meso.api.kind.Role;
import dev.meso.api.kind.RoleBinding;
import dev.meso.api.kind.RoleRef;
import dev.meso.api.kind.Spread;
import dev.meso.api.kind.Subject;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskTemplate;
import dev.meso.api.kind.Toleration;
import dev.meso.api.kind.Volume;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.resource.Quantity;
import dev.meso.api.resource.Resources;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what a user left out. Pure and idempotent; what is there is never changed. Stored specs
 * have their defaults, so a later change of a default changes no object that exists.
 *
 * <p>A container that asks for no processor or memory, neither as request nor as limit, is given
 * the small requests {@link #CPU_REQUEST} and {@link #MEMORY_REQUEST}: with none at all, a machine
 * would accept any number of tasks. No limit is ever made up.
 *
 * <p>The queue, priority and preemption policy of a task stay absent: {@link TaskSpec} says what
 * that means. A default that is written into templates would change their revision, and so replace
 * every running task at an upgrade.
 */
public final class Defaults {
  public static final String NAMESPACE = "default";
  public static final int REPLICAS = 1;
  public static final int QUEUE_WEIGHT = 1;
  public static final int SPREAD_WEIGHT = 50;
  public static final int GANG_TIMEOUT_SECONDS = 300;
  public static final int COMPLETIONS = 1;
  public static final int BACKOFF_LIMIT = 6;
  public static final int MAX_RESTARTS = 3;
  public static final int GRACE_PERIOD_SECONDS = 10;
  public static final Duration REPLACE_AFTER = Duration.ZERO;
  public static final Quantity CPU_REQUEST = Quantity.ofMillis(100);
  public static final Quantity MEMORY_REQUEST = Quantity.ofBytes(64L << 20);

  private Defaults() {}

  /** The same object with every default filled in. */
  public static ApiObject apply(ApiObject object) {
    ApiObject placed = object.withMetadata(metadata(object));
    return switch (placed) {
      case App app -> app.spec() == null ? app : app.withSpec(app(app.spec()));
      case Job job -> job.spec() == null ? job : job.withSpec(job(job.spec()));
      case Task task ->
          task.spec() == null ? task : task.withSpec(task(task.spec(), TaskSpec.RESTART_NEVER));
      case Agent agent -> agent;
      case Namespace namespace -> namespace;
      case Volume volume -> volume;
      case Queue queue -> queue.withSpec(queue(queue.spec()));
      case Role role -> role;
      case ClusterRole role -> role;
      case RoleBinding binding ->
          binding.with(subjects(binding.subjects()), roleRef(binding.roleRef()));
      case ClusterRoleBinding binding ->
          binding.with(subjects(binding.subjects()), roleRef(binding.roleRef()));
    };
  }

  private static ObjectMeta metadata(ApiObject object) {
    ObjectMeta metadata = object.metadata();
    return Kind.of(object).namespaced() && metadata.namespace() == null
        ? metadata.toBuilder().namespace(NAMESPACE).build()
        : metadata;
  }

  private static List<Subject> subjects(List<Subject> given) {
    return given.stream()
        .map(subject -> new Subject(subject.kind(), group(subject.apiGroup()), subject.name()))
        .toList();
  }

  private static RoleRef roleRef(RoleRef given) {
    return new RoleRef(group(given.apiGroup()), given.kind(), given.name());
  }

  private static String group(@Nullable String given) {
    return given == null || given.isEmpty() ? Kind.RBAC : given;
  }

  private static QueueSpec queue(@Nullable QueueSpec spec) {
    return spec == null
        ? new QueueSpec(QUEUE_WEIGHT, FixedMap.empty(), FixedMap.empty(), null, null)
        : new QueueSpec(
            or(spec.weight(), QUEUE_WEIGHT),
            spec.guarantee(),
            spec.limit(),
            spec.maxTasks(),
            spec.placement());
  }

  private static AppSpec app(AppSpec spec) {
    return new AppSpec(
        or(spec.replicas(), REPLICAS),
        template(spec.template(), TaskSpec.RESTART_ALWAYS),
        spec.disruption());
  }

  private static JobSpec job(JobSpec spec) {
    int completions = or(spec.completions(), COMPLETIONS);
    return new JobSpec(
        completions,
        or(spec.parallelism(), completions),
        or(spec.backoffLimit(), BACKOFF_LIMIT),
        template(spec.template(), TaskSpec.RESTART_NEVER),
        gang(spec.gang()));
  }

  private static @Nullable Gang gang(@Nullable Gang gang) {
    return gang == null
        ? null
        : new Gang(gang.minAvailable(), or(gang.timeoutSeconds(), GANG_TIMEOUT_SECONDS));
  }

  private static TaskTemplate template(TaskTemplate template, String restartPolicy) {
    return new TaskTemplate(template.metadata(), task(template.spec(), restartPolicy));
  }

  private static TaskSpec task(TaskSpec spec, String defaultRestartPolicy) {
    String restartPolicy = or(spec.restartPolicy(), defaultRestartPolicy);
    return spec.toBuilder()
        .containers(spec.containers().stream().map(Defaults::container).toList())
        .restartPolicy(restartPolicy)
        .maxRestarts(
            or(spec.maxRestarts(), restartPolicy.equals(TaskSpec.RESTART_NEVER) ? 0 : MAX_RESTARTS))
        .terminationGracePeriodSeconds(
            or(spec.terminationGracePeriodSeconds(), GRACE_PERIOD_SECONDS))
        .onLost(or(spec.onLost(), TaskSpec.ON_LOST_REPLACE))
        .replaceAfter(or(spec.replaceAfter(), REPLACE_AFTER))
        .spread(spec.spread().stream().map(Defaults::spread).toList())
        .tolerations(spec.tolerations().stream().map(Defaults::toleration).toList())
        .build();
  }

  private static Spread spread(Spread spread) {
    return new Spread(
        spread.attribute(), or(spread.weight(), SPREAD_WEIGHT), spread.targets(), spread.maxSkew());
  }

  private static Toleration toleration(Toleration toleration) {
    return new Toleration(
        toleration.key(),
        or(toleration.operator(), Toleration.EQUAL),
        toleration.value(),
        toleration.effect());
  }

  private static Container container(Container container) {
    ResourceRequirements given = container.resources();
    TreeMap<String, Quantity> requests = new TreeMap<>();
    requests.put(Resources.CPU, CPU_REQUEST);
    requests.put(Resources.MEMORY, MEMORY_REQUEST);
    SortedMap<String, Quantity> limits = new TreeMap<>();
    if (given != null) {
      limits = given.limits();
      requests.putAll(limits);
      requests.putAll(given.requests());
    }
    return new Container(
        container.name(),
        container.command(),
        container.args(),
        container.workingDir(),
        container.env(),
        container.ports(),
        new ResourceRequirements(requests, limits),
        container.volumeMounts());
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
