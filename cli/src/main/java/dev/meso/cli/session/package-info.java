/** What every command has: streams, environment, the server's address, exit codes, failures. */
@NullMarked
package dev.meso.cli.session;

import org.jspecify.annotations.NullMarked;
