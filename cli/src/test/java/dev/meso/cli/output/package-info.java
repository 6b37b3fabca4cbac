@NullMarked
package dev.meso.cli.output;

import org.jspecify.annotations.NullMarked;
