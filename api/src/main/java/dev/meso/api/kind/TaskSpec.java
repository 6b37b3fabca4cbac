package dev.meso.api.kind;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
 */
public record TaskSpec(
    List<Container> containers,
    SortedMap<String, String> nodeSelector,
    @Nullable String restartPolicy,
    @Nullable Integer maxRestarts,
    @Nullable Integer terminationGracePeriodSeconds,
    @Nullable String onLost,
    @Nullable Duration replaceAfter) {

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

  public TaskSpec {
    containers = containers == null ? List.of() : List.copyOf(containers);
    nodeSelector =
        nodeSelector == null
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(nodeSelector));
  }
}
