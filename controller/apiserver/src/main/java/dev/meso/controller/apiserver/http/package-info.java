/** The HTTP edge: requests and replies as values, and the one place that knows Vert.x. */
@NullMarked
package dev.meso.controller.apiserver.http;

import org.jspecify.annotations.NullMarked;
