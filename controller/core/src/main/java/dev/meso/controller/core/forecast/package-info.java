/** What would come of a change, tried on a copy of the state by the code that decides. */
@NullMarked
package dev.meso.controller.core.forecast;

import org.jspecify.annotations.NullMarked;
