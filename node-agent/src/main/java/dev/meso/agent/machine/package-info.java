/**
 * What an agent says about its machine, and the directory that makes it the same agent after a
 * restart.
 */
@NullMarked
package dev.meso.agent.machine;

import org.jspecify.annotations.NullMarked;
