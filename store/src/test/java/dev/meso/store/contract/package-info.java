/** What every store does: one suite for the one in memory and for etcd, however it runs. */
@NullMarked
package dev.meso.store.contract;

import org.jspecify.annotations.NullMarked;
