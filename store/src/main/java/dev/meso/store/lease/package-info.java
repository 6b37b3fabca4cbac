/** An agent's lease and session. */
@NullMarked
package dev.meso.store.lease;

import org.jspecify.annotations.NullMarked;
