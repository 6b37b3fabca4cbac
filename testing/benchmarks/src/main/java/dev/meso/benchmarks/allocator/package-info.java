/** How fast the allocator decides, in memory and without a store. */
@NullMarked
package dev.meso.benchmarks.allocator;

import org.jspecify.annotations.NullMarked;
