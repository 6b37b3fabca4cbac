/** Metadata that every object carries, with the names and meaning of Kubernetes. */
@NullMarked
package dev.meso.api.meta;

import org.jspecify.annotations.NullMarked;
