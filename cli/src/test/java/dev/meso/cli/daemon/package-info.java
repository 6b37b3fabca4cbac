@NullMarked
package dev.meso.cli.daemon;

import org.jspecify.annotations.NullMarked;
