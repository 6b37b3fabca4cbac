/** Real processes, a client that knows nothing of Meso's classes, and waiting for both. */
@NullMarked
package dev.meso.system;

import org.jspecify.annotations.NullMarked;
