/** One class for each command. */
@NullMarked
package dev.meso.cli.command;

import org.jspecify.annotations.NullMarked;
