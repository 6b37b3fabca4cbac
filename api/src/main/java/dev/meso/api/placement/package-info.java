/**
 * Whether an agent's attributes and taints, and the labels of tasks, are what a spec wants. Pure.
 */
@NullMarked
package dev.meso.api.placement;

import org.jspecify.annotations.NullMarked;
