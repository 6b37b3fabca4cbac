@NullMarked
package dev.meso.cli.session;

import org.jspecify.annotations.NullMarked;
