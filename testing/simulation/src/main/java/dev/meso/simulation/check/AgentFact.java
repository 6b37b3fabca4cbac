package dev.meso.simulation.check;

/**
 * What is true of an agent when a cluster should have settled.
 *
 * @param agent its name
 * @param lives whether its machine is up, it runs, and it can reach the store
 */
public record AgentFact(String agent, boolean lives) {}
