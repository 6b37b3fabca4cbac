package dev.meso.api.kind;

/**
 * How many tasks of an App may be away at once by will of the cluster: by preemption and by
 * draining. Failures are not asked for leave, but they count.
 *
 * @param maxUnavailable how many of {@code replicas} need not run; 0 forbids all that is not a
 *     failure
 */
public record DisruptionBudget(int maxUnavailable) {}
