/** The directories of attempts: layout, safe reading, logs, garbage collection. */
@NullMarked
package dev.meso.agent.sandbox;

import org.jspecify.annotations.NullMarked;
