/** The text of a snapshot: everything that a leader decides from, at one revision. */
@NullMarked
package dev.meso.api.snapshot;

import org.jspecify.annotations.NullMarked;
