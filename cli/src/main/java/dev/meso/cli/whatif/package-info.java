/** Snapshots of a cluster, and questions about what would come of changes to them. */
@NullMarked
package dev.meso.cli.whatif;

import org.jspecify.annotations.NullMarked;
