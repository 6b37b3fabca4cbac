/** Collections that records are made of. */
@NullMarked
package dev.meso.api.collection;

import org.jspecify.annotations.NullMarked;
