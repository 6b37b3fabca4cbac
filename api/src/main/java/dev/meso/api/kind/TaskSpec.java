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
 * @param containers at least one, at most {@value Limits#CONTAINERS_MAX}; they share the sandbox's
 *     machine and the ports
 * @param nodeSelector attributes that the agent must have
 * @param restartPolicy {@code Always}, {@code OnFailure} or {@code Never}: whether the agent starts
 *     an ended container again in place
 * @param maxRestarts how many times it does so before the attempt counts as failed; 3 unless said,
 *     0 with {@code Never}
 * @param terminationGracePeriodSeconds how long after SIGTERM the task may take before SIGKILL; 10
 *     unless said
 * @param onLost {@code Replace} (default) or {@code Wait}: what happens when the agent cannot be
 *     reached
 * @param replaceAfter how long after its agent was lost a task is replaced; zero unless said
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
  public static final String ON_LOST_REPLACE = "Replace";
  public static final String ON_LOST_WAIT = "Wait";

  public TaskSpec {
    containers = containers == null ? List.of() : List.copyOf(containers);
    nodeSelector =
        nodeSelector == null
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(nodeSelector));
  }
}
