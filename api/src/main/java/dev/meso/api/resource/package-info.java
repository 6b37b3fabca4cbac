/** Quantities as users write them and resources as the controller counts them. */
@NullMarked
package dev.meso.api.resource;

import org.jspecify.annotations.NullMarked;
