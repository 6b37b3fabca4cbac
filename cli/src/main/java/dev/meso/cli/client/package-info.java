/** The HTTP API as the command line sees it: JSON trees, never records. */
@NullMarked
package dev.meso.cli.client;

import org.jspecify.annotations.NullMarked;
