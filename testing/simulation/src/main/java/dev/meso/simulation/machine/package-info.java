/** Simulated machines: containers that outlive their agent, on virtual time. */
@org.jspecify.annotations.NullMarked
package dev.meso.simulation.machine;
