/** The kinds of meso.dev/v1 as records, and the table that lists them. */
@NullMarked
package dev.meso.api.kind;

import org.jspecify.annotations.NullMarked;
