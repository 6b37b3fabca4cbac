/**
 * Decides, never acts: no store, no clock, no chance. Events go into {@code ClusterState}, {@code
 * Decider} reads it and returns a {@code Plan}; whoever calls carries the plan out.
 */
@NullMarked
package dev.meso.controller.core;

import org.jspecify.annotations.NullMarked;
