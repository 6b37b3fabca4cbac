/** How well tasks are placed: fleets and tasks of a trace, or drawn, and several ways to place. */
@NullMarked
package dev.meso.benchmarks.trace;

import org.jspecify.annotations.NullMarked;
