/** What a container is started with: its environment, its limits, its free ports. */
@NullMarked
package dev.meso.agent.launch;

import org.jspecify.annotations.NullMarked;
