/** Histories with one fault each, and what the checker says of them. */
@org.jspecify.annotations.NullMarked
package dev.meso.simulation.check;
