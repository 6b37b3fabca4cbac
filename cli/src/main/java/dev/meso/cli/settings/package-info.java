/** Every setting in one table: its flag, its environment variable, its name in files. */
@NullMarked
package dev.meso.cli.settings;

import org.jspecify.annotations.NullMarked;
