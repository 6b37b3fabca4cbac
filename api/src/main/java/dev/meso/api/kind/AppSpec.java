package dev.meso.api.kind;

import org.jspecify.annotations.Nullable;

/**
 * What an App should be.
 *
 * @param replicas how many tasks should run; 0 to {@value Limits#REPLICAS_MAX}, 1 unless said
 * @param template what each task is made from; changing it replaces the tasks step by step
 * @param disruption how many tasks may be away at once by will of the cluster; any number unless
 *     said
 */
public record AppSpec(
    @Nullable Integer replicas, TaskTemplate template, @Nullable DisruptionBudget disruption) {

  /** An App whose tasks may all be away. */
  public AppSpec(@Nullable Integer replicas, TaskTemplate template) {
    this(replicas, template, null);
  }

  /** The same with another number of tasks. */
  public AppSpec withReplicas(@Nullable Integer other) {
    return new AppSpec(other, template, disruption);
  }

  /** The same with another template. */
  public AppSpec withTemplate(TaskTemplate other) {
    return new AppSpec(replicas, other, disruption);
  }
}
