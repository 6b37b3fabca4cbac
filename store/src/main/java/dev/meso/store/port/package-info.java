/** The port to etcd: requests and answers as values, nothing blocking. */
@NullMarked
package dev.meso.store.port;

import org.jspecify.annotations.NullMarked;
