package dev.meso.api.kind;

import dev.meso.api.meta.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an App is observed to be.
 *
 * @param phase one word for people: {@code Pending}, {@code Progressing}, {@code Running}, {@code
 *     Degraded} or {@code Deleting}
 * @param observedGeneration the generation of the spec that this status speaks of
 * @param replicas tasks that exist
 * @param readyReplicas tasks that run
 * @param updatedReplicas tasks whose current attempt was made from the current template
 * @param revision names the current template; tasks made from it carry it too
 * @param endpoints where its ports are, at most {@value Limits#ENDPOINTS_MAX}
 * @param conditions {@code Available}, {@code Progressing}, {@code Faulted}
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

  public AppStatus {
    endpoints = endpoints == null ? List.of() : List.copyOf(endpoints);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
