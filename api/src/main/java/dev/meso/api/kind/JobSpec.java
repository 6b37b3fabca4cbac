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
 */
public record JobSpec(
    @Nullable Integer completions,
    @Nullable Integer parallelism,
    @Nullable Integer backoffLimit,
    TaskTemplate template) {}
