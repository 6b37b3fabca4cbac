/** Runs the real actors of controllers and agents on virtual time, against the store in memory. */
@org.jspecify.annotations.NullMarked
package dev.meso.simulation.world;
