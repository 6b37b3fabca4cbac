/** Tables, ages, YAML and JSON: how objects look on a terminal and in a pipe. */
@NullMarked
package dev.meso.cli.output;

import org.jspecify.annotations.NullMarked;
