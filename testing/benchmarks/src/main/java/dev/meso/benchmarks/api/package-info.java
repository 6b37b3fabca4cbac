/**
 * Measures the API as its clients feel it: a controller in a process of its own, a real etcd, TLS.
 * {@code hack/bench.sh api} runs it.
 */
@NullMarked
package dev.meso.benchmarks.api;

import org.jspecify.annotations.NullMarked;
