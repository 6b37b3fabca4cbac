package dev.meso.controller.core.allocation;

import dev.meso.api.record.AttemptId;
import dev.meso.controller.core.placement.Charge;
import java.time.Instant;

/**
 * An attempt that might be ended to make room.
 *
 * @param queue on whose account it goes
 * @param priority of the task
 * @param since when it was assigned; what it did since would be lost
 * @param charge what it takes of its agent
 */
public record Victim(AttemptId attempt, String queue, int priority, Instant since, Charge charge) {}
