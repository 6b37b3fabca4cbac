/**
 * Objects as users see them, assembled from their keys, with a bounded history of their changes.
 */
@NullMarked
package dev.meso.controller.apiserver.object;

import org.jspecify.annotations.NullMarked;
