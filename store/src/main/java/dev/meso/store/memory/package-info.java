/**
 * The store in memory: the same answers as etcd's, on an injected scheduler, with the faults that a
 * real one shows its clients, given as data.
 */
@NullMarked
package dev.meso.store.memory;

import org.jspecify.annotations.NullMarked;
