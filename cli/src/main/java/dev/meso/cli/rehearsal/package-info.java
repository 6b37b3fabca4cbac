/** A run of the client commands against canned answers, from which the AOT cache is trained. */
@NullMarked
package dev.meso.cli.rehearsal;

import org.jspecify.annotations.NullMarked;
