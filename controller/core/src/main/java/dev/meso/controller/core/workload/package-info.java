/** Reconciles Apps, Jobs, Tasks and Namespaces with what their tasks do. */
@NullMarked
package dev.meso.controller.core.workload;

import org.jspecify.annotations.NullMarked;
