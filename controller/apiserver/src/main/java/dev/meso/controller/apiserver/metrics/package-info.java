/** A small metrics registry and its Prometheus text. */
@NullMarked
package dev.meso.controller.apiserver.metrics;

import org.jspecify.annotations.NullMarked;
