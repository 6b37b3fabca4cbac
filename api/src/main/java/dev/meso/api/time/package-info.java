/** Time as an argument. */
@NullMarked
package dev.meso.api.time;

import org.jspecify.annotations.NullMarked;
