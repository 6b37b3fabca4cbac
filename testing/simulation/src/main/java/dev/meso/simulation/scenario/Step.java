package dev.meso.simulation.scenario;

import java.time.Duration;

/**
 * One thing that happens, and when.
 *
 * @param number its place in the scenario that was drawn; stays when others are dropped
 * @param at since the run began
 */
public record Step(int number, Duration at, Deed deed) {}
