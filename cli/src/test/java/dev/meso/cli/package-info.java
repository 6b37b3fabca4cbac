@NullMarked
package dev.meso.cli;

import org.jspecify.annotations.NullMarked;
