package dev.meso.api.kind;

import org.jspecify.annotations.Nullable;

/**
 * What a Job should do.
 *
 * @param completions how many tasks must succeed; 1 unless said, at most {@value
 *     Limits#COMPLETIONS_MAX}
 * @param parallelism how many tasks may run at once; as many as {@code completions} unless said
 * @param backoffLimit how many attempts may fail, over all tasks, before the Job fails; 6 unless
 *     said
 * @param template what each task is made from; its restart policy is {@code Never} or {@code
 *     OnFailure}
 * @param gang tasks that start together or not at all; each by itself unless said
 */
public record JobSpec(
    @Nullable Integer completions,
    @Nullable Integer parallelism,
    @Nullable Integer backoffLimit,
    TaskTemplate template,
    @Nullable Gang gang) {

  /** A Job whose tasks are placed each by itself. */
  public JobSpec(
      @Nullable Integer completions,
      @Nullable Integer parallelism,
      @Nullable Integer backoffLimit,
      TaskTemplate template) {
    this(completions, parallelism, backoffLimit, template, null);
  }
}
