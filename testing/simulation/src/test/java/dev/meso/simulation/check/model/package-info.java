/** How the checker reads keys and values. */
@org.jspecify.annotations.NullMarked
package dev.meso.simulation.check.model;
