/**
 * Known bugs, put between the parts of the product by test wiring, to see whether a run finds them:
 * a simulation that finds no planted bug proves nothing.
 */
@org.jspecify.annotations.NullMarked
package dev.meso.simulation.bugs;
