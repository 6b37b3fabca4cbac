/** An etcd of one member on this machine, as a child process: for {@code meso up} and for tests. */
@NullMarked
package dev.meso.store.etcd.local;

import org.jspecify.annotations.NullMarked;
