package dev.meso.api.record;

import java.time.Instant;

/**
 * Proof that an agent lives, kept under its lease; gone when the lease ends.
 *
 * @param agent the agent's name
 * @param uid the agent's, as in its registration: only the same agent may succeed its own session
 * @param session new with every lease
 * @param bootId the machine's, from the kernel; another one means that every process is gone
 * @param since when the session began
 */
public record Alive(String agent, String uid, String session, String bootId, Instant since) {}
