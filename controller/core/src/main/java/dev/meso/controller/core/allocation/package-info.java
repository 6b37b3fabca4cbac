/** Whose turn it is: queues and their shares, the order of tasks, gangs, and who makes room. */
@NullMarked
package dev.meso.controller.core.allocation;

import org.jspecify.annotations.NullMarked;
