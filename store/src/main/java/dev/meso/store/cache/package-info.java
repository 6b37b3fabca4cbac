/** The watch cache: a consistent copy of a prefix, kept true by listing and watching. */
@NullMarked
package dev.meso.store.cache;

import org.jspecify.annotations.NullMarked;
