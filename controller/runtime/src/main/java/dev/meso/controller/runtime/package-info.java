/** A controller: its parts wired together. */
@NullMarked
package dev.meso.controller.runtime;

import org.jspecify.annotations.NullMarked;
