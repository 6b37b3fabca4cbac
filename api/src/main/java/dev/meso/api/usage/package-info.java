/** What agents tell controllers of the use of their machines. It is never stored. */
@NullMarked
package dev.meso.api.usage;

import org.jspecify.annotations.NullMarked;
