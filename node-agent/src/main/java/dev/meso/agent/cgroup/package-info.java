/** Limits and kills trees of processes by control groups, where the agent may. */
@NullMarked
package dev.meso.agent.cgroup;

import org.jspecify.annotations.NullMarked;
