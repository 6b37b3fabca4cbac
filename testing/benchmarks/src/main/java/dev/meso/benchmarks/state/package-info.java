/** What the state of a leader costs: room in memory, and time when little or nothing happens. */
@NullMarked
package dev.meso.benchmarks.state;

import org.jspecify.annotations.NullMarked;
