@NullMarked
package dev.meso.cli.naming;

import org.jspecify.annotations.NullMarked;
