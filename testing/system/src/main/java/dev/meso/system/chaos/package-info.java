/**
 * Crash tests: a cluster of real processes on a real etcd of three members, faults drawn from a
 * seed, a steady load, and checks of what was recorded. {@code hack/chaos.sh} runs it.
 */
@NullMarked
package dev.meso.system.chaos;

import org.jspecify.annotations.NullMarked;
