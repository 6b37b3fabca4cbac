/**
 * What an agent does about its assignments, as values and pure functions: what is assigned, what
 * runs, and the actions that make the second equal the first. Nothing here touches a process, a
 * file, a socket or a clock.
 */
@NullMarked
package dev.meso.agent.reconcile;

import org.jspecify.annotations.NullMarked;
