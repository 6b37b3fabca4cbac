package dev.meso.api.kind;

import org.jspecify.annotations.Nullable;

/**
 * Tasks of a Job that start together or not at all.
 *
 * @param minAvailable how many of them are placed at once or none: 2 to the Job's {@code
 *     parallelism}; those beyond it are placed as room is found
 * @param timeoutSeconds how long placed ones wait for all of them to run before they are taken back
 *     and tried again later; 300 unless said
 */
public record Gang(int minAvailable, @Nullable Integer timeoutSeconds) {}
