package dev.meso.api.kind;

import dev.meso.api.task.TaskPhase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a task's history.
 *
 * @param at when it came into the phase
 * @param attempt which attempt
 * @param agent where, if anywhere
 * @param reason a CamelCase word
 */
public record PhaseChange(
    Instant at, long attempt, TaskPhase phase, @Nullable String agent, @Nullable String reason) {}
