/** Election of the leader. Fencing is by the create revision that an election yields. */
@NullMarked
package dev.meso.store.election;

import org.jspecify.annotations.NullMarked;
