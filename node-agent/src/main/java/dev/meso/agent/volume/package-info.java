/** Directories that outlive the tasks that use them. */
@NullMarked
package dev.meso.agent.volume;

import org.jspecify.annotations.NullMarked;
