package dev.meso.api.kind;

import java.time.Instant;

/**
 * A time in which an agent is worked on. A task whose longest run time is known, by {@code
 * activeDeadlineSeconds}, is placed on the agent before it only if it ends in time; others are not
 * placed there during the window.
 *
 * @param start when it begins
 * @param end when it is over, after {@code start}
 */
public record MaintenanceWindow(Instant start, Instant end) {}
