/** Tests with real processes, a real etcd and the programs that users run. */
@NullMarked
package dev.meso.system;

import org.jspecify.annotations.NullMarked;
