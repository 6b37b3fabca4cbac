/**
 * The commands that run daemons: {@code controller}, {@code agent}, {@code up} and the classic
 * start.
 */
@NullMarked
package dev.meso.cli.daemon;

import org.jspecify.annotations.NullMarked;
