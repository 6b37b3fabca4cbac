/**
 * What the leader knows: committed records, its own writes in flight, and what has to be looked at.
 */
@NullMarked
package dev.meso.controller.core.state;

import org.jspecify.annotations.NullMarked;
