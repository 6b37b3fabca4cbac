package dev.meso.api.kind;

import java.time.Instant;

/**
 * A time in which an agent is worked on. No task is placed on the agent during it, and one that has
 * {@code activeDeadlineSeconds} is placed there before it only if it ends in time. Tasks that run
 * stay.
 *
 * @param start when it begins
 * @param end when it is over, after {@code start}
 */
public record MaintenanceWindow(Instant start, Instant end) {}
