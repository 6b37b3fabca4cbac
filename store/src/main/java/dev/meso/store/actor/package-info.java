/** Actors: state machines that answer a message with effects, and what runs them. */
@NullMarked
package dev.meso.store.actor;

import org.jspecify.annotations.NullMarked;
