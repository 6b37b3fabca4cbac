package dev.meso.system.chaos;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run is made of.
 *
 * @param seed of the faults and of the load
 * @param faults how long faults and load last; starting and settling come on top
 * @param directory of the run, which must not exist yet
 */
record RunSettings(long seed, Duration faults, Path directory) {}
