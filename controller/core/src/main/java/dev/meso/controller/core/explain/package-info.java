/** Says why something waits, with the predicates that decide. */
@NullMarked
package dev.meso.controller.core.explain;

import org.jspecify.annotations.NullMarked;
