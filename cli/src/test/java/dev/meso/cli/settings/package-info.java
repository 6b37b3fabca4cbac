@NullMarked
package dev.meso.cli.settings;

import org.jspecify.annotations.NullMarked;
