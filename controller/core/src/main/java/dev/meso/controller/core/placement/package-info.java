/**
 * Where a task may run: one chain of predicates, and a placer that chooses among what they let
 * pass.
 */
@NullMarked
package dev.meso.controller.core.placement;

import org.jspecify.annotations.NullMarked;
