/** Runs containers as processes that outlive the agent, and tells how they ended. */
@NullMarked
package dev.meso.agent.driver;

import org.jspecify.annotations.NullMarked;
