package dev.meso.api.kind;

import dev.meso.api.meta.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an App is observed to be.
 *
 * @param phase one word that sums the App up: {@code Pending}, {@code Progressing}, {@code
 *     Running}, {@code Degraded} or {@code Deleting}
 * @param observedGeneration the generation of the spec that this status is about
 * @param replicas number of tasks that exist
 * @param readyReplicas number of tasks that run
 * @param updatedReplicas number of tasks whose current attempt was made from the current template
 * @param revision name of the current template; tasks that were made from it carry the same name
 * @param endpoints addresses of the ports of its running tasks, at most {@value
 *     Limits#ENDPOINTS_MAX}
 * @param conditions what is known of the App: {@code Available}, {@code Progressing}, {@code
 *     Faulted}
 */
public record AppStatus(
    @Nullable String phase,
    @Nullable Long observedGeneration,
    @Nullable Integer replicas,
    @Nullable Integer readyReplicas,
    @Nullable Integer updatedReplicas,
    @Nullable String revision,
    List<Endpoint> endpoints,
    List<Condition> conditions) {
  /** Every value of {@code phase}. */
  public static final List<String> PHASES =
      List.of("Pending", "Progressing", "Running", "Degraded", "Deleting");

  public AppStatus {
    endpoints = endpoints == null ? List.of() : List.copyOf(endpoints);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
