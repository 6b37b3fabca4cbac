package dev.meso.api.kind;

import dev.meso.api.collection.FixedMap;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a task should be. Field names are those of a Kubernetes pod where the idea is the same.
 *
 * @param containers containers of the task, at least one and at most {@value
 *     Limits#CONTAINERS_MAX}; they run on the same machine and are placed together
 * @param nodeSelector attributes that an agent must have to be given the task
 * @param restartPolicy {@code Always}, {@code OnFailure} or {@code Never}: whether the agent starts
 *     an ended container again in place
 * @param maxRestarts how many times containers are restarted in place before the attempt counts as
 *     failed; 3 unless said, 0 with {@code Never}
 * @param terminationGracePeriodSeconds how many seconds the task may take to end after SIGTERM
 *     before it is killed; 10 unless said
 * @param onLost what happens when the agent cannot be reached: {@code Replace} (the default) starts
 *     the task elsewhere, {@code Wait} waits for the agent
 * @param replaceAfter how long after its agent was lost the task is replaced, for instance {@code
 *     5m}; at once unless said
 * @param queue name of the queue that the task counts for; {@code default} unless said
 * @param priority which tasks of the queue come first, -1000000000 to 1000000000, larger ones
 *     first; 0 unless said
 * @param preemptionPolicy {@code PreemptLowerPriority} (the default) may take the place of tasks of
 *     lower priority, {@code Never} waits for room
 * @param constraints what must hold where the task is placed, all of it; at most {@value
 *     Limits#CONSTRAINTS_MAX}
 * @param preferences what should hold where the task is placed, if it can; at most {@value
 *     Limits#PREFERENCES_MAX}
 * @param spread how the tasks of one owner are spread over values of attributes; at most {@value
 *     Limits#SPREADS_MAX}
 * @param tolerations taints of agents that the task does not mind; at most {@value
 *     Limits#TOLERATIONS_MAX}
 * @param activeDeadlineSeconds an attempt is ended, and has failed, when it has run so many
 *     seconds; never unless said
 * @param volumes directories that outlive the task, which its containers mount; at most {@value
 *     Limits#VOLUMES_MAX}
 */
public record TaskSpec(
    List<Container> containers,
    SortedMap<String, String> nodeSelector,
    @Nullable String restartPolicy,
    @Nullable Integer maxRestarts,
    @Nullable Integer terminationGracePeriodSeconds,
    @Nullable String onLost,
    @Nullable Duration replaceAfter,
    @Nullable String queue,
    @Nullable Integer priority,
    @Nullable String preemptionPolicy,
    List<Constraint> constraints,
    List<Preference> preferences,
    List<Spread> spread,
    List<Toleration> tolerations,
    @Nullable Long activeDeadlineSeconds,
    List<TaskVolume> volumes) {

  public static final String RESTART_ALWAYS = "Always";
  public static final String RESTART_ON_FAILURE = "OnFailure";
  public static final String RESTART_NEVER = "Never";

  /** Every restart policy. */
  public static final List<String> RESTART_POLICIES =
      List.of(RESTART_ALWAYS, RESTART_ON_FAILURE, RESTART_NEVER);

  /** The restart policies with which a task can end, which is what a Job needs. */
  public static final List<String> ENDING_RESTART_POLICIES =
      List.of(RESTART_ON_FAILURE, RESTART_NEVER);

  public static final String ON_LOST_REPLACE = "Replace";
  public static final String ON_LOST_WAIT = "Wait";

  /** Everything that {@code onLost} may be. */
  public static final List<String> ON_LOST_POLICIES = List.of(ON_LOST_REPLACE, ON_LOST_WAIT);

  public static final String PREEMPT_LOWER_PRIORITY = "PreemptLowerPriority";
  public static final String PREEMPT_NEVER = "Never";

  /** Everything that {@code preemptionPolicy} may be. */
  public static final List<String> PREEMPTION_POLICIES =
      List.of(PREEMPT_LOWER_PRIORITY, PREEMPT_NEVER);

  public TaskSpec {
    containers = containers == null ? List.of() : List.copyOf(containers);
    nodeSelector = FixedMap.copyOf(nodeSelector);
    constraints = constraints == null ? List.of() : List.copyOf(constraints);
    preferences = preferences == null ? List.of() : List.copyOf(preferences);
    spread = spread == null ? List.of() : List.copyOf(spread);
    tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
    volumes = volumes == null ? List.of() : List.copyOf(volumes);
  }

  /** A task that says nothing of its queue, and of where it is placed its node selector alone. */
  public TaskSpec(
      List<Container> containers,
      SortedMap<String, String> nodeSelector,
      @Nullable String restartPolicy,
      @Nullable Integer maxRestarts,
      @Nullable Integer terminationGracePeriodSeconds,
      @Nullable String onLost,
      @Nullable Duration replaceAfter) {
    this(
        containers,
        nodeSelector,
        restartPolicy,
        maxRestarts,
        terminationGracePeriodSeconds,
        onLost,
        replaceAfter,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of());
  }

  // Stored specs do not say what is the default here: it would change the revision of templates
  // that were stored before there were queues, and so replace every running task.

  /** The queue that the task counts for. */
  public String queueName() {
    return queue == null ? Queue.DEFAULT : queue;
  }

  /** The priority, 0 if nothing is said. */
  public int priorityValue() {
    return priority == null ? 0 : priority;
  }

  /** Whether the task may take the place of tasks of lower priority. */
  public boolean mayPreempt() {
    return !PREEMPT_NEVER.equals(preemptionPolicy);
  }

  /** The fields of this spec, to be changed. */
  public TaskSpecBuilder toBuilder() {
    return new TaskSpecBuilder(this);
  }
}
