/** The agent as a whole: wires its parts and runs them. */
@NullMarked
package dev.meso.agent.runtime;

import org.jspecify.annotations.NullMarked;
