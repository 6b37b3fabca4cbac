/**
 * What the checker knows of a cluster: the keys as etcd-keys.md lays them out, their values as far
 * as a sentence of the promise speaks of them, and what was seen of every attempt.
 */
@org.jspecify.annotations.NullMarked
package dev.meso.simulation.check.model;
