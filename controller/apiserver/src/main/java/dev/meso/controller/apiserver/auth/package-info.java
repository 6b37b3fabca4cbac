/** Who asks, and what he may do. */
@NullMarked
package dev.meso.controller.apiserver.auth;

import org.jspecify.annotations.NullMarked;
