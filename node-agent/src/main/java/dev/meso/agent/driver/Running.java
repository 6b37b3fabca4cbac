package dev.meso.agent.driver;

import java.time.Instant;

/**
 * A container whose process was started.
 *
 * @param id which container
 * @param pid its main process, leader of a session and process group of its own
 * @param startTicks when the kernel made that process, in clock ticks since boot: with the pid, its
 *     identity until the next boot
 * @param startedAt the same by the wall clock
 */
public record Running(ContainerId id, long pid, long startTicks, Instant startedAt) {}
