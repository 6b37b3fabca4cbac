/** Defaults and rules for what users write, as pure functions. */
@NullMarked
package dev.meso.api.validation;

import org.jspecify.annotations.NullMarked;
