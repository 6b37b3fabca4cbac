/** Measures a whole leader: its decision loop over a real etcd, with agents that are simulated. */
@NullMarked
package dev.meso.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
