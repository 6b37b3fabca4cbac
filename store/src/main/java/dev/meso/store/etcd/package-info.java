/** The store in etcd, on the plain gRPC stubs. */
@NullMarked
package dev.meso.store.etcd;

import org.jspecify.annotations.NullMarked;
