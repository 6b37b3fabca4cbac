/** The life of a task: its phases and which may follow which. */
@NullMarked
package dev.meso.api.task;

import org.jspecify.annotations.NullMarked;
