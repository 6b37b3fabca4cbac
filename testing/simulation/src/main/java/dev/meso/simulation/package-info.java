/** Deterministic simulation: the search for seeds that break a promise, and their replay. */
@org.jspecify.annotations.NullMarked
package dev.meso.simulation;
