package dev.meso.api.kind;

import org.jspecify.annotations.Nullable;

/**
 * What an App should be.
 *
 * @param replicas how many tasks should run; 0 to {@value Limits#REPLICAS_MAX}, 1 unless said
 * @param template what each task is made from; changing it replaces the tasks step by step
 */
public record AppSpec(@Nullable Integer replicas, TaskTemplate template) {}
